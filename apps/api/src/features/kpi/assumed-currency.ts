import type { KpiPlan, Note } from '@openmops/domain/kpi';
import type { Db } from '../../stores/records/records.ts';

/** A stream with money of which nothing says the currency. */
export type AssumedCurrency = {
  /** Name of its source, and its own. */
  name: string;
  datasets: readonly string[];
  currency: string;
};

export async function assumedCurrencies(db: Db, workspaceId: string): Promise<AssumedCurrency[]> {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select(['fact_source', 'source_name', 'datasets', 'assumed_currency', 'streams.name'])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .where('assumed_currency', 'is not', null)
    .orderBy('streams.name')
    .execute();
  return rows.map((row) => ({
    name: `${row.source_name ?? row.fact_source} (${row.name})`,
    datasets: row.datasets,
    currency: row.assumed_currency ?? '',
  }));
}

/** Says of money behind the asked KPIs that its currency is that of the workspace only because nothing says another. */
export function assumedNotes(plan: KpiPlan, assumed: readonly AssumedCurrency[]): Note[] {
  return plan.asked.flatMap(({ name, kpi, measures }) =>
    assumed
      .filter(({ datasets }) =>
        measures.some(({ dataset, unit }) => datasets.includes(dataset) && unit.kind === 'money'),
      )
      .map((one) => ({
        code: 'currency_assumed',
        message: `${kpi.name}: ${one.name} does not say in which currency its money is; it counts as ${one.currency}.`,
        hint: 'Send the accounts or campaigns of the source too, or map the currency of the stream.',
        kpi: name,
      })),
  );
}
