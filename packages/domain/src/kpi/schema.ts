import * as z from 'zod';
import type { Day } from '../shared/day.ts';
import type { DimensionId, QueryDimension } from './dimensions.ts';

/** One kind of machine-delivered rows, by id: `ad_delivery`. Every measure belongs to exactly one. */
export type DatasetId = string;

export type Dataset = {
  id: DatasetId;
  /** What its rows are about, in words that go into a sentence: "Rows about ads". */
  rows: string;
  /** Family of the KPIs that its bare measures are. */
  family: string;
};

export type Unit =
  /** `per`: an amount for each day, like a burn rate. */
  | { kind: 'money'; per?: 'day' }
  | { kind: 'count' }
  | { kind: 'people' }
  | { kind: 'ratio'; display: 'percent' | 'times' | 'plain' }
  /** Seconds, or days or hours of work, which no clock turns into seconds. */
  | { kind: 'duration'; in?: 'day' | 'hour' }
  /** Grams of CO2 equivalent; `per`: for each unit of money. */
  | { kind: 'mass'; per?: 'money' }
  /** Points on a scale: a net promoter score from -100 to 100. */
  | { kind: 'score'; min: number; max: number };

/** How the rows of a measure become one value. Snapshots are balances at the end of a day. */
export type Agg =
  | 'sum'
  | 'count'
  | 'countDistinct'
  | 'min'
  | 'max'
  | 'snapshotLast'
  | 'snapshotFirst'
  | 'quantile';

/**
 * How a measure may be added. `all`: over everything. `notTime`: a balance, added over
 * dimensions on one day only. `none`: as delivered, never added (reach, unique users).
 */
export type Additivity = 'all' | 'notTime' | 'none';

/** A column of numbers and how it is read. Values are integers in millionths (10⁻⁶) of the unit, so sums are exact. */
export type Measure = {
  id: string;
  /** Short name in mappings and import reports: `spend` for `ad_cost`. Unique in its dataset. */
  alias: string;
  name: string;
  /** Plain words: what is counted. Empty where the name says it all. */
  description: string;
  dataset: DatasetId;
  unit: Unit;
  agg: Agg;
  /** Follows from `agg`. */
  additive: Additivity;
  /** The column of the facts that it reads: `list_size` for the opening `list_size_start`. */
  column: string;
  /** For `quantile` alone: 0.5 is the median. */
  q: number | null;
  /** Reads only rows that pass. */
  filters: Filter[];
};

export type Expr =
  | number
  | { ref: string }
  | { op: 'add' | 'sub' | 'mul'; args: Expr[] }
  | { op: 'div'; num: Expr; den: Expr }
  | { op: 'coalesce'; args: Expr[] }
  /** As it was some time before. */
  | { op: 'shift'; of: Expr; by: Span }
  /** Over the last so many units up to the end of each period, or since the start of its unit. */
  | { op: 'window'; of: Expr; kind: 'trailing' | 'toDate'; span: Span }
  /** Neither split nor filtered by these dimensions; `*`: by none. */
  | { op: 'total'; of: Expr; over: string[] }
  /** Only of rows that pass: how a KPI's own filters stand in formulas that name it. */
  | { op: 'where'; of: Expr; filters: Filter[] };

/** So many days, weeks, months, …; a `period` is one bucket of the question, or its whole range. */
export type Span = { count: number; unit: Grain | 'period' };

export type Direction = 'up' | 'down' | 'target' | 'neutral';

export type Kpi = {
  /** `paid.ctr` */
  id: string;
  /** Grows when the meaning changes; older versions stay answerable as `id@version`. */
  version: number;
  /** A bare id means the newest certified version. */
  status: 'draft' | 'certified' | 'deprecated';
  name: string;
  /** Short ids under which people also find it: `ctr`. */
  aliases: string[];
  /** What people also call it; not unique: “click-through rate” is two things in two tools. */
  synonyms: string[];
  family: string;
  tags: string[];
  /** Who answers for the definition. */
  owner: string | null;
  expr: Expr;
  unit: Unit;
  direction: Direction;
  /**
   * `proportion`: a share of counts whose upper part is among the lower, so it has an interval.
   * `ratioDelta`: a ratio of sums; it has one where the units that it is made of are at hand.
   */
  uncertainty: 'proportion' | 'ratioDelta' | 'none';
  /** In units below the line: a share of fewer is thin. Null where there is no interval. */
  minSample: number | null;
  /** Reads only rows that pass, besides what the question filters. */
  filters: Filter[];
  /** By less it is undefined: a retention rate of a day. Null: every grain will do. */
  minGrain: Grain | null;
  /** Plain words: what it says and how to read it. */
  description: string;
  caveats: string[];
  source: {
    standard: string;
    url: string | null;
    /** How far the definition was compared with its source. */
    checked?: 'read' | 'second-hand' | 'unread' | 'own';
  };
};

export const Grain = z.enum(['day', 'week', 'month', 'quarter', 'year']);
export type Grain = z.infer<typeof Grain>;

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');

/** Null-safe: a value of null means "not set"; `neq` and `notIn` keep rows whose value is not set. */
export const Filter = z.strictObject({
  dim: z.string().max(64),
  op: z.enum(['eq', 'neq', 'in', 'notIn', 'contains']),
  values: z.array(z.string().max(1000).nullable()).min(1).max(200),
});
export type Filter = z.infer<typeof Filter>;

/** The question, as every door parses it. Both dates are inclusive. */
export const KpiQuery = z.strictObject({
  kpis: z.array(z.string().max(120)).min(1).max(40),
  from: isoDay,
  to: isoDay,
  by: z.array(z.string().max(64)).max(4).default([]),
  grain: Grain.nullable().default(null),
  filters: z.array(Filter).max(30).default([]),
  compare: z.enum(['previous', 'year']).nullable().default(null),
  /** `weekday`: Mondays are compared with Mondays, a year with 364 days before. */
  align: z.enum(['date', 'weekday']).default('date'),
  /** Every bucket of the range, also the ones without rows (flows 0). */
  spine: z.boolean().default(false),
  limit: z.number().int().min(1).max(5000).default(1000),
  /** Also how the values were made: base values of each row, formulas, rules. */
  how: z.boolean().default(false),
});
export type KpiQuery = z.infer<typeof KpiQuery>;

/** A run of days with its label: `2026-01` for a month, `FY2027 Q1` for a fiscal quarter. */
export type Bucket = { label: string; from: Day; to: Day };

/** What a query needs of one dataset: only sums, at the asked grain. Serialisable. */
export type MeasureQuery = {
  dataset: DatasetId;
  measures: Measure[];
  by: string[];
  filters: Filter[];
  /** Disjoint, ascending. Rows that cover several days count only inside one bucket. */
  buckets: Bucket[];
  /** `day` keeps days apart inside a bucket (currency conversion, balances); `bucket` sums them. */
  resolution: 'bucket' | 'day';
};

/** One group of sums. `values` follows `measures`; null: no row of the group carried the measure. */
export type MeasureRow = {
  bucket: number;
  day: Day | null;
  currency: string;
  group: (string | null)[];
  values: (bigint | null)[];
  /** Rows that carried the measure; a `none` measure is a number only when this is 1. */
  counts: number[];
  /**
   * Where source rows are at hand, what cannot be added as a number: the distinct texts, or all
   * values in millionths. Follows `measures`; null: the measure needs none. Left out by stores.
   */
  states?: (Set<string> | number[] | null)[];
};

/** A KPI as it was asked for, ready to be evaluated and explained without its catalogue. */
export type AskedKpi = {
  /** The name that was asked: `spend` for `paid.cost`. */
  name: string;
  kpi: Kpi;
  /** Arithmetic over what is read, by key. */
  expr: Expr;
  /** Asked by shorter periods than its definition can be read by: then it has no values. */
  tooFine: boolean;
  /** Keys of what is read, in the order in which the formula names it. */
  reads: string[];
  /** The base measures behind them, each once. */
  measures: Measure[];
  /** In names of what is read. */
  formula: string;
  /** `sha256…` over the normal form of the definition. */
  definition: string;
};

/** How the rows of one query become values; the same place in `readings` as in `current`. */
export type Reading = {
  /** The key of each of the query's measures. */
  keys: string[];
  /** Which of the question's dimensions the query splits by, by position. */
  dims: number[];
  /** For each bucket of the question the first and the last bucket of the query that make it up. */
  spans: [first: number, last: number][];
  previousSpans: [first: number, last: number][];
};

/** The question for each unit, and which of its values make which ratio. */
export type UnitPlan = {
  unit: string;
  plan: KpiPlan;
  ratios: { name: string; top: string; below: string }[];
};

export type KpiPlan = {
  query: KpiQuery;
  asked: AskedKpi[];
  /** What is read, by key: a measure, named with the period and the rows in which it is read. */
  reads: Record<string, { measure: Measure; name: string }>;
  readings: Reading[];
  /** Where units are told apart and a ratio has an interval by them. */
  units: UnitPlan | null;
  buckets: Bucket[];
  previousBuckets: Bucket[] | null;
  current: MeasureQuery[];
  previous: MeasureQuery[];
};

/** Something the reader of a number must know: a missing rate, a refused sum, hidden detail. */
export type Note = { code: string; message: string; hint: string | null; kpi: string | null };

export type KpiAnswerKpi = {
  /** `sha256…` over the normal form of the definition. */
  definition: string;
  version: number;
  name: string;
  unit: Unit;
  direction: Direction;
};

export type KpiAnswerRow = {
  /** Values of the dimensions of `by`, and `period` when a grain was asked. Null: not set. */
  dims: Record<string, string | null>;
  period: string | null;
  from: string;
  to: string;
  /** Money in units of the currency; null: undefined (nothing to divide by, or refused: see notes). */
  values: Record<string, number | null>;
  previous: Record<string, number | null> | null;
  /** 95 % intervals of what has one among `values`; null where the sample says nothing. */
  intervals?: Record<string, Interval | null>;
  /** Shares of fewer than their `minSample`: to be shown, but not to be relied on. */
  thin?: string[];
  /** With `how`: the base values behind `values`, by measure, in units after conversion. */
  parts?: Record<string, number | null>;
  /** With `how` and `compare`: those behind `previous`. */
  previousParts?: Record<string, number | null>;
};

/** In the unit of the value; of shares both ends lie between 0 and 1. */
export type Interval = { low: number; high: number };

/** How the values of an answer were made: formula over `parts` gives the value of each row. */
export type KpiHow = {
  /** By asked name; `formula` in names of base measures, `measures` their ids in `parts`. */
  kpis: Record<
    string,
    { formula: string; measures: string[]; definition: string; version: number }
  >;
  measures: Record<string, { name: string; unit: Unit; dataset: DatasetId }>;
  filters: Filter[];
  calendar: { timeZone: string; firstMonth: number; weekStart: number };
  /** `none`: no amount was converted. */
  fx: 'none' | { to: string; rule: string };
  /** By dataset: its last day with rows, whatever the range; null: it has none. */
  watermark: Partial<Record<DatasetId, string | null>>;
};

/** The answer that every door gives. */
export type KpiAnswer = {
  currency: string;
  /** Instant of the last accepted import behind the numbers; null when there is none. */
  asOf: string | null;
  from: string;
  to: string;
  previous: { from: string; to: string } | null;
  kpis: Record<string, KpiAnswerKpi>;
  rows: KpiAnswerRow[];
  sources: {
    id: string;
    name: string;
    lastImport: string | null;
    /** The newest day with data of it. */
    upTo: string | null;
    stale: boolean;
    /** Why, in words; null when it is up to date. */
    staleReason: string | null;
  }[];
  notes: Note[];
  /** With a grain: days that a chart marks, because a campaign was changed on them; left out: none. */
  annotations?: { day: string; campaign: string; text: string }[];
  /** Only when it was asked for. */
  how?: KpiHow;
};

export type { DimensionId, QueryDimension };
