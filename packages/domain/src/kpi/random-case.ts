import { bucketsOf } from '../calendar/buckets-of.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { type Day, dayOf } from '../shared/day.ts';
import { seededRandom } from '../shared/seeded-random.ts';
import { DIMENSIONS, type DimensionId, type QueryDimension } from './dimensions.ts';
import type { DatasetId, Filter, Grain, Measure, MeasureQuery } from './schema.ts';
import type { Fact } from './sum-rows.ts';

export type RandomCase = {
  dataset: DatasetId;
  /** Facts with one source, account and shape are one batch. No two share a natural key. */
  facts: Fact[];
  query: MeasureQuery;
  calendar: Calendar;
};

// What breaks engines that quote, fold, trim or guess.
const TEXTS = [
  ...['Spring', 'spring sale', 'SPRING', "Bob's", 'say "hi"', 'back\\slash', '\\N', '', ' lead'],
  ...['trail ', 'café', 'CAFÉ', 'Größe', 'ñandú', '日本', '🚀 launch', 'a,b;c', 'tab\there'],
  ...['new\nline', '%', '_', '100%', 'null', 'NULL', 'NaN', '0', '{x:String}', "'; --", '`tick`'],
];
const SOURCES = ['google_ads', 'meta_ads', "o'brien"];
const ACCOUNTS = ['account 0', 'account 1', 'account 2', 'account 3'];
const CURRENCIES = ['EUR', 'USD', 'SEK', 'JPY'];
const GRAINS: (Grain | null)[] = ['day', 'week', 'month', 'quarter', 'year', null];
const OPS: Filter['op'][] = ['eq', 'neq', 'in', 'notIn', 'contains'];

/**
 * Random facts of one dataset and a random query over them, the same for the same seed: for the
 * property “the fact store sums exactly like `sumRows`”. Has unset and odd texts, several
 * currencies, rows of whole periods, missing and negative values, fiscal and weekly buckets.
 * @example import { MEASURES } from '@openmops/domain/catalogue';
 * const { facts, query } = randomCase(1, MEASURES);
 * sumRows(facts, query).length > 0 // true
 */
export function randomCase(seed: number, known: readonly Measure[]): RandomCase {
  const dice = diceOf(seed);
  const dataset = dice.pick([...new Set(known.map((one) => one.dataset))]);
  const calendar: Calendar = {
    timeZone: 'UTC',
    firstMonth: dice.int(1, 12),
    namedBy: dice.pick(['end', 'start']),
    weekStart: dice.int(1, 7),
  };
  const start = (dayOf(2024, 1, 1) ?? 0) + dice.int(0, 500);
  const dims = dice.some(
    DIMENSIONS.map((one) => one.id).filter((id) => id !== 'account'),
    3,
  );
  const texts = dice.some(TEXTS, 6);
  const measures = dice.some(
    known.filter((one) => one.dataset === dataset),
    4,
  );
  const facts = randomFacts({ dice, dims, texts, measures, start });
  const query = randomQuery({ dice, dims, texts, measures, start, dataset, calendar });
  return { dataset, facts, query, calendar };
}

type Making = { dice: Dice; dims: DimensionId[]; texts: string[]; measures: Measure[]; start: Day };

function randomFacts({ dice, dims, texts, measures, start }: Making): Fact[] {
  const batches = Array.from({ length: dice.int(1, 4) }, (_, i) => {
    const own = dims.filter(() => dice.chance(0.8));
    const period = dice.chance(0.25);
    return {
      source: dice.pick(SOURCES),
      account: ACCOUNTS[i] ?? '',
      currency: dice.pick(CURRENCIES),
      shape: `${own.join(',')}${period ? '~period' : ''}`,
      own,
      period,
    };
  });
  const facts = new Map<string, Fact>();
  for (let i = dice.int(0, 60); i > 0; i--) {
    const { source, account, currency, shape, own, period } = dice.pick(batches);
    const day = start + dice.int(0, 70);
    const columns = new Set(measures.map((one) => one.column).filter(isNumeric));
    const values = [...columns].map((column) => [column, randomMicros(dice)] as const);
    const row = {
      day,
      dayTo: day + (period ? dice.int(0, 20) : 0),
      currency,
      dims: Object.fromEntries(own.map((dim) => [dim, dice.chance(0.2) ? null : dice.pick(texts)])),
      values: Object.fromEntries(values),
    };
    facts.set(JSON.stringify([source, account, shape, day, row.dims]), {
      source,
      account,
      shape,
      row,
    });
  }
  return [...facts.values()];
}

// Texts are counted, not summed.
const isNumeric = (column: string) =>
  column !== '*' && column !== 'source' && !DIMENSIONS.some((dim) => dim.id === column);

function randomMicros(dice: Dice): number | null {
  if (dice.chance(0.2)) return null;
  if (dice.chance(0.1)) return 0;
  const size = dice.pick([10, 1_000_000, 5_000_000_000, 9_000_000_000_000_000]);
  return dice.int(-Math.floor(size / 4), size);
}

function randomQuery(input: Making & { dataset: DatasetId; calendar: Calendar }): MeasureQuery {
  const { dice, dims, texts, measures, start, dataset, calendar } = input;
  const askable: QueryDimension[] = [...dims, 'account', 'source', 'currency'];
  const from = start + dice.int(0, 25);
  const range = { from, to: from + dice.int(0, 60) };
  const filters = Array.from({ length: dice.pick([0, 0, 1, 1, 2]) }, () => {
    const dim = dice.pick(askable);
    const pool = { source: SOURCES, currency: CURRENCIES, account: ACCOUNTS }[dim as 'source'];
    const values = Array.from({ length: dice.int(1, 4) }, () => randomValue(dice, pool ?? texts));
    return { dim, op: dice.pick(OPS), values };
  });
  return {
    dataset,
    measures,
    by: dice.some(askable, dice.int(0, 3)),
    filters,
    buckets: bucketsOf({ ...range, grain: dice.pick(GRAINS), calendar }),
    resolution: dice.pick(['bucket', 'day']),
  };
}

function randomValue(dice: Dice, known: string[]): string | null {
  if (dice.chance(0.2)) return null;
  const text = dice.pick(known);
  if (dice.chance(0.7)) return text;
  return dice.chance(0.5) ? text.toUpperCase() : text.slice(0, 3);
}

/** Throws that follow from a seed alone. */
export type Dice = {
  int: (from: number, to: number) => number;
  chance: (of: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  some: <T>(from: readonly T[], most: number) => T[];
};

export function diceOf(seed: number): Dice {
  const random = seededRandom(seed);
  const int = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return {
    int,
    chance: (of) => random() < of,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
    some: (from, most) => {
      const order = from.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
      const kept = new Set(order.slice(0, int(1, Math.max(1, most))).map(({ one }) => one));
      return most === 0 ? [] : from.filter((one) => kept.has(one));
    },
  };
}
