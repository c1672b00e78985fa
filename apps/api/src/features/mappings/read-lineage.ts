import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi, measuresOf } from '@openmops/domain/kpi';
import { modelTable } from '@openmops/domain/model';
import type { FieldSource } from '@openmops/domain/packs';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { mappingStates } from './mapping-states.ts';
import { openMapping } from './open-mapping.ts';
import { readers } from './read-catalogue.ts';
import { sourceStreams } from './source-streams.ts';

/** A field on its way from the source to a measure. */
export type LineageStep = {
  /** Paths in the records; null: the same for every record. */
  from: string | null;
  table: string;
  field: string;
  /** What the field is for: the value that is added, or the day on which it counts. */
  role: 'value' | 'day' | 'condition' | 'dimension';
  measure: string;
};

export type StreamLineage = {
  stream: { id: string; source: string; name: string };
  pack: string | null;
  sourceName: string | null;
  lastReceived: string | null;
  /** When its rows last came to count. */
  lastSuccess: string | null;
  aside: number;
  steps: LineageStep[];
  /** KPIs that the steps reach, by id. */
  kpis: string[];
};

/** From a KPI to the streams behind it, and from a stream over its fields to the KPIs. */
export const readLineage = verb({
  name: 'streams.lineage',
  permission: 'sources.read',
  kind: 'read',
  input: z.object({ kpi: z.string().optional(), stream: z.string().optional() }),
  async run(ctx, asked): Promise<StreamLineage[]> {
    const { db, workspace } = ctx;
    const wanted =
      asked.kpi === undefined
        ? null
        : new Set(measuresOf(CATALOGUE, findKpi(CATALOGUE, asked.kpi)).map(({ id }) => id));
    const states = await mappingStates(db, workspace.id);
    const found: StreamLineage[] = [];
    for (const { id, source, name } of await sourceStreams(db, workspace.id)) {
      if ((asked.stream !== undefined && id !== asked.stream) || !states.has(id)) continue;
      const { stream, state, choose } = await openMapping(ctx, id);
      const chosen = choose(state);
      const steps = (chosen?.stream.mappings ?? []).flatMap(({ table, fields }) =>
        stepsOf(table, fields),
      );
      const own = steps.filter(({ measure }) => wanted === null || wanted.has(measure));
      if (wanted !== null && own.length === 0) continue;
      found.push({
        stream: { id, source, name },
        pack: chosen?.pack ?? null,
        sourceName: state.sourceName,
        lastReceived: stream.lastReceivedAt?.toISOString() ?? null,
        lastSuccess: state.mappedAt?.toISOString() ?? null,
        aside: Math.max(0, ...state.reasons.map(({ rows }) => rows)),
        steps: own,
        kpis: kpisOf(new Set(own.map(({ measure }) => measure))),
      });
    }
    return found;
  },
});

function stepsOf(
  table: Parameters<typeof modelTable>[0],
  fields: Readonly<Record<string, FieldSource>>,
): LineageStep[] {
  return modelTable(table).feeds.flatMap(({ measure, day, value, where, dims }) => {
    const needed = [
      day,
      ...(value === 'one' ? [] : [value.field]),
      ...where.map(({ field }) => field),
    ];
    if (!needed.every((field) => field in fields)) return [];
    const step = (field: string, role: LineageStep['role']): LineageStep[] => {
      const source = fields[field];
      if (source === undefined) return [];
      const from = typeof source === 'string' ? source : 'from' in source ? source.from : null;
      return [{ from, table, field, role, measure }];
    };
    return [
      ...(value === 'one' ? [] : step(value.field, 'value')),
      ...step(day, 'day'),
      ...where.flatMap(({ field }) => step(field, 'condition')),
      ...Object.values(dims).flatMap((field) => step(field, 'dimension')),
    ];
  });
}

/** KPIs that read any of the measures. */
function kpisOf(measures: ReadonlySet<string>): string[] {
  return [...new Set([...measures].flatMap((id) => readers().get(id) ?? []))].sort();
}
