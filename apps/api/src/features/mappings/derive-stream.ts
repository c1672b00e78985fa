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
import type { ModelPlace, ModelStore } from '../../stores/facts/model-port.ts';

/** Facts held in memory before they are handed on. */
const HELD_FACTS = 50_000;

/** Facts of one dataset and shape: mappings of a stream that tell the same apart share them. */
export type FactPart = DerivedShape & { id: string; shape: string };

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
  sources: readonly { table: ModelTableId; dayFields: readonly string[] }[];
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
  names: ModelNames | null;
}): Derivation {
  const { mapper, timeZone, currency, names } = of;
  const parts = new Map<string, FactPart>();
  const sources = new Map<ModelTableId, Source>();
  let months: ReadonlySet<number> = new Set();
  // The months of a run are known only then; the derivers ask this set.
  const asked = { has: (month: number) => months.has(month) } as ReadonlySet<number>;
  mapper.mappings.forEach(({ table: id, fields }, mapping) => {
    const table = modelTable(id);
    const options = { timeZone, currency, names, fields, months: asked };
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
  return {
    parts: [...parts.values()],
    sources: [...sources.values()],
    async run(model, at, wanted, land) {
      months = new Set(wanted);
      for (const { table, dayFields, fields, derivers } of sources.values()) {
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
        const question = { ...at, table, fields, in: { dayFields, months: wanted } };
        for await (const page of model.read(question)) {
          for (const { mapping, values } of page) derivers.get(mapping)?.deriver.add(values);
          await flush(HELD_FACTS);
          await nextTurn();
        }
        await flush(1);
      }
    },
  };
}

/** Who somebody is does not matter to sums. */
function neededFields({ feeds }: ModelTable): string[] {
  const needed = feeds.flatMap(({ day, value, where, dims }) => [
    day,
    ...(value === 'one' ? [] : [value.field]),
    ...where.map(({ field }) => field),
    ...Object.values(dims),
  ]);
  return [...new Set([...needed, 'currency', 'account'])];
}

function partOf(parts: Map<string, FactPart>, shape: DerivedShape): FactPart {
  const id = `${shape.dataset}/${shape.dims.join()}`;
  const part = parts.get(id) ?? { ...shape, measures: [], id, shape: shapeOf(shape.dims, false) };
  parts.set(id, part);
  part.measures = [...new Set([...part.measures, ...shape.measures])];
  return part;
}
