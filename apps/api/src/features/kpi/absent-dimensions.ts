import { DATASETS } from '@openmops/domain/catalogue';
import type { KpiPlan, Note } from '@openmops/domain/kpi';
import { absentNotes, type Suspect, suspectsOf } from '@openmops/domain/kpi/facts';
import { PRESETS } from '@openmops/domain/sources';
import type { FactStore } from '../../stores/facts/port.ts';
import type { WorkspaceSlice } from './sum-plan.ts';

type Where = { facts: FactStore; workspaceId: string; slices: WorkspaceSlice[] };

/**
 * Notes on sources whose rows do not tell what the question filters by. Columns name most
 * dimensions; only for what no column names, the rows are asked.
 */
export async function absentDimensions(where: Where, plan: KpiPlan): Promise<Note[]> {
  const suspects = suspectsOf(plan, where.slices);
  const asked = [...Map.groupBy(suspects, ({ query, dim }) => `${query.dataset} ${dim}`).values()];
  const absent = await Promise.all(
    asked.map(async (own) => {
      const telling = own[0] ? await sourcesTelling(where, own[0]) : new Set();
      return own.filter((one) => !telling.has(one.source));
    }),
  );
  return absentNotes(absent.flat(), { source: sourceName, rows: rowsAbout });
}

/** Sources with a row in the range in which the dimension is set. */
async function sourcesTelling({ facts, workspaceId }: Where, { query, dim }: Suspect) {
  const from = query.buckets[0]?.from ?? 0;
  const to = query.buckets.at(-1)?.to ?? 0;
  const rows = await facts.sums(
    workspaceId,
    {
      ...query,
      measures: query.measures.slice(0, 1),
      by: ['source'],
      filters: [{ dim, op: 'neq', values: [null] }],
      buckets: [{ label: '', from, to }],
      resolution: 'bucket',
    },
    null,
  );
  return new Set(rows.map((row) => row.group[0]));
}

function rowsAbout(dataset: string): string {
  return DATASETS.find((one) => one.id === dataset)?.rows ?? dataset;
}

function sourceName(source: string): string {
  return PRESETS.find((preset) => preset.id === source)?.name ?? source;
}
