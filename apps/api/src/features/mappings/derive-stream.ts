import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  createDeriver,
  type DerivedFact,
  type DerivedShape,
  type Deriver,
  type ModelNames,
  type ModelTable,
  type ModelTableId,
  modelTable,
} from '@openmops/domain/model';
import type { StreamMapper } from '@openmops/domain/packs';
import { shapeOf } from '@openmops/domain/sources';
import type { ModelPlace, ModelStore, Things } from '../../stores/facts/model-port.ts';
import { CAMPAIGNS, judgedFacts, judgedShape } from '../engagement/judge-events.ts';

/** Facts held in memory before they are handed on. */
const HELD_FACTS = 50_000;

/** Facts of one dataset and shape: mappings of a stream that tell the same apart share them. */
export type FactPart = DerivedShape & { id: string; shape: string };

/** Where a definition of stages is agreed, the facts of these follow from transitions. */
export const STAGED_TABLES: readonly ModelTableId[] = ['contact', 'deal'];

type Source = {
  table: ModelTableId;
  dayFields: string[];
  /** What facts need of a row. */
  fields: string[];
  /** Per mapping of the stream: what derives its facts, and to which part each of its shapes goes. */
  derivers: Map<number, { deriver: Deriver; parts: FactPart[] }>;
};

export type Derivation = {
  parts: readonly FactPart[];
  /** The tables whose rows become facts, with the fields that say when. */
  sources: readonly {
    table: ModelTableId;
    dayFields: readonly string[];
    /** Rows of one thing change together. */
    things?: Things['fields'];
  }[];
  /** Whether money was added of which no row and no account says the currency. */
  assumed(): boolean;
  /** Tables whose rows only have to be added up, each with the part that they become: not in `run`. */
  sums: readonly { table: ModelTableId; part: FactPart }[];
  /** Goes through the rows of the months and hands their facts on, piece by piece. */
  run(
    model: ModelStore,
    at: ModelPlace,
    months: readonly number[],
    land: (part: FactPart, month: number, facts: LandingFacts) => Promise<void>,
  ): Promise<void>;
};

export type LandingFacts = { measures: readonly string[]; facts: readonly DerivedFact[] };

/** How the rows of a mapped stream become facts. */
export function planDerivation(of: {
  mapper: StreamMapper;
  timeZone: string;
  currency: string;
  /** Channel of rows where nothing says one. */
  channel: string | null;
  names: ModelNames | null;
  /** Streams that may say of its rows that they are gone. */
  heard: readonly ModelPlace[];
  /** Tables whose rows become facts in another way. */
  without: readonly ModelTableId[];
}): Derivation {
  const { mapper, timeZone, currency, channel, names, heard } = of;
  const parts = new Map<string, FactPart>();
  const sources = new Map<ModelTableId, Source>();
  let months: ReadonlySet<number> = new Set();
  // The months of a run are known only then; the derivers ask this set.
  const asked = { has: (month: number) => months.has(month) } as ReadonlySet<number>;
  mapper.mappings.forEach(({ table: id, fields }, mapping) => {
    if (of.without.includes(id)) return;
    const table = modelTable(id);
    const options = { timeZone, currency, channel, names, fields, months: asked };
    const deriver = createDeriver(table, options);
    if (deriver.shapes.length === 0) return;
    const source = sources.get(id) ?? {
      table: id,
      dayFields: [],
      fields: neededFields(table),
      derivers: new Map(),
    };
    sources.set(id, source);
    const days = table.feeds.map(({ day }) => day).filter((day) => fields.includes(day));
    source.dayFields = [...new Set([...source.dayFields, ...days])];
    source.derivers.set(mapping, {
      deriver,
      parts: deriver.shapes.map((shape) => partOf(parts, shape)),
    });
  });
  const sums = [...sources.values()].flatMap(({ table, derivers }) => {
    const [only, ...others] = [...derivers.values()];
    const [part, ...rest] = only?.parts ?? [];
    if (!part || others.length + rest.length > 0 || !isAdded(modelTable(table))) return [];
    return [{ table, part }];
  });
  const judged = judgedPart(of, parts);
  return {
    parts: [...parts.values()],
    sources: [
      ...sources.values(),
      ...(judged ? [{ table: 'email_event' as const, dayFields: ['at'], things: CAMPAIGNS }] : []),
    ],
    sums,
    assumed: () =>
      [...sources.values()].some(({ derivers }) =>
        [...derivers.values()].some(({ deriver }) => deriver.assumed() > 0),
      ),
    async run(model, at, wanted, land) {
      months = new Set(wanted);
      for (const { table, dayFields, fields, derivers } of sources.values()) {
        if (sums.some((one) => one.table === table)) continue;
        const flush = async (from: number) => {
          for (const { deriver, parts: own } of derivers.values()) {
            if (deriver.size() < from) continue;
            for (const { shape, month, facts } of deriver.take())
              await land(own[shape] as FactPart, month, {
                measures: deriver.shapes[shape]?.measures ?? [],
                facts,
              });
          }
        };
        const speak = isThing(table) ? heard : [];
        const question = { ...at, table, fields, heard: speak, in: { dayFields, months: wanted } };
        for await (const page of model.read(question)) {
          for (const { mapping, values } of page) derivers.get(mapping)?.deriver.add(values);
          await flush(HELD_FACTS);
          await nextTurn();
        }
        await flush(1);
      }
      if (!judged) return;
      const given = { months: wanted, shape: judged, names, timeZone, currency };
      for (const [month, facts] of await judgedFacts(model, at, given))
        await land(judged, month, { measures: judged.measures, facts });
    },
  };
}

/** A row of the table is a thing with an identifier, of which any stream of the source may speak. */
export const isThing = (table: ModelTableId) => modelTable(table).key.length === 1;

/** Whether facts of a table are its rows, added by day: the engine can do that. */
function isAdded({ feeds }: ModelTable): boolean {
  return feeds.every(
    ({ day, measure, value, where, dims }) =>
      day === 'day' &&
      value !== 'one' &&
      value.field === measure &&
      where.length === 0 &&
      Object.entries(dims).every(([dim, field]) => dim === field),
  );
}

/** Which e-mail events are a human’s is judged together, so they have a part of their own. */
function judgedPart(
  { mapper, names }: Parameters<typeof planDerivation>[0],
  parts: Map<string, FactPart>,
): FactPart | null {
  const events = mapper.mappings.filter(({ table }) => table === 'email_event');
  if (events.length === 0) return null;
  const { dims, measures } = judgedShape(
    events.flatMap(({ fields }) => fields),
    names !== null,
  );
  const dataset = 'email_send';
  const id = `${dataset}/judged/${dims.join()}`;
  const part = { id, dataset, dims, measures, shape: shapeOf(dims, false), keyedByRecord: false };
  parts.set(id, part);
  return part;
}

/** Who somebody is does not matter to sums. */
function neededFields({ feeds }: ModelTable): string[] {
  const needed = feeds.flatMap(({ day, value, where, dims }) => [
    day,
    ...(value === 'one' ? [] : [value.field]),
    ...where.map(({ field }) => field),
    ...Object.values(dims),
  ]);
  return [...new Set([...needed, 'currency', 'account', 'campaign_id', 'ad_group_id', 'ad_id'])];
}

function partOf(parts: Map<string, FactPart>, shape: DerivedShape): FactPart {
  const id = `${shape.dataset}/${shape.dims.join()}`;
  const part = parts.get(id) ?? { ...shape, measures: [], id, shape: shapeOf(shape.dims, false) };
  parts.set(id, part);
  part.measures = [...new Set([...part.measures, ...shape.measures])];
  return part;
}
