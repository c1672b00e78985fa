import { CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import { measuresOf } from '@openmops/domain/kpi';
import { MODEL_TABLES, type ModelTable, type ModelTableId } from '@openmops/domain/model';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { mappingStates } from './mapping-states.ts';
import { sourceStreams } from './source-streams.ts';

export type CatalogueTable = {
  id: ModelTableId;
  name: string;
  /** What one row is. */
  grain: string;
  key: readonly string[];
  fields: {
    id: string;
    type: string;
    description: string;
    required: boolean;
    personal: boolean;
    /** KPIs that rest on it, by id. */
    kpis: string[];
  }[];
  kpis: { id: string; name: string }[];
  streams: {
    id: string;
    source: string;
    name: string;
    sourceName: string | null;
    lastReceived: string | null;
    /** When its rows last came to count. */
    lastLoad: string | null;
    rows: number;
    aside: number;
  }[];
};

/** The tables of the model: what their fields mean, which streams fill them, and which KPIs rest on them. */
export const readCatalogue = verb({
  name: 'streams.catalogue',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({}).prefault({}),
  async run({ db, workspace, facts }): Promise<CatalogueTable[]> {
    const states = await mappingStates(db, workspace.id);
    const streams = await sourceStreams(db, workspace.id);
    const tables: CatalogueTable[] = [];
    for (const table of MODEL_TABLES) {
      const filled: CatalogueTable['streams'] = [];
      for (const { id, source, name, lastReceivedAt } of streams) {
        const state = states.get(id);
        if (!state?.tables.includes(table.id)) continue;
        const at = { workspaceId: workspace.id, streamId: id, generation: state.generation };
        filled.push({
          id,
          source,
          name,
          sourceName: state.sourceName,
          lastReceived: lastReceivedAt?.toISOString() ?? null,
          lastLoad: state.mappedAt?.toISOString() ?? null,
          rows: await facts.model.count({ ...at, table: table.id }),
          aside: Math.max(0, ...state.reasons.map(({ rows }) => rows)),
        });
      }
      tables.push({ ...describe(table), streams: filled });
    }
    return tables;
  },
});

function describe(table: ModelTable): Omit<CatalogueTable, 'streams'> {
  const below = new Map<string, Set<string>>();
  for (const { measure, day, value, where } of table.feeds) {
    const read = [day, ...(value === 'one' ? [] : [value.field]), ...where.map((one) => one.field)];
    for (const field of read) {
      const kpis = below.get(field) ?? new Set();
      below.set(field, kpis);
      for (const kpi of readers().get(measure) ?? []) kpis.add(kpi);
    }
  }
  const all = new Set([...below.values()].flatMap((kpis) => [...kpis]));
  return {
    id: table.id,
    name: table.name,
    grain: table.grain,
    key: table.key,
    fields: table.fields.map(({ id, type, description, required, personal }) => ({
      id,
      type,
      description,
      required,
      personal,
      kpis: [...(below.get(id) ?? [])],
    })),
    kpis: KPIS.filter(({ id }) => all.has(id)).map(({ id, name }) => ({ id, name })),
  };
}

let known: Map<string, string[]> | null = null;

/** Measure → KPIs that read it, by id. */
export function readers(): ReadonlyMap<string, readonly string[]> {
  if (known) return known;
  known = new Map();
  for (const kpi of KPIS)
    for (const { id } of measuresOf(CATALOGUE, kpi))
      known.set(id, [...(known.get(id) ?? []), kpi.id]);
  return known;
}
