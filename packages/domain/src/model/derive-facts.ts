import { DIMENSIONS, type DimensionId } from '../kpi/index.ts';
import type { Day } from '../shared/index.ts';
import { dayFinder, monthNumber } from './day-of.ts';
import type { ModelFeed, ModelTable, ModelValue } from './model-table.ts';

type Level = 'campaign' | 'ad_group' | 'ad';

/** What a platform says of things of which rows carry only the identifier. */
export type ModelNames = {
  name(level: Level, id: string): string | null;
  /** Currency of an account. */
  currency(account: string): string | null;
  /** Account to which it belongs, itself or by its campaign. */
  account(level: Level, id: string): string | null;
  /** Channel, its own or that of its campaign. */
  channel(level: Level, id: string): string | null;
};

/** Which facts of one dataset a table feeds, and how they are told apart. */
export type DerivedShape = {
  dataset: string;
  /** In store order; the account is among them when rows name it. */
  dims: DimensionId[];
  measures: string[];
  /** The facts stand for records of a CRM, which move between days. */
  keyedByRecord: boolean;
};

export type DerivedFact = {
  day: Day;
  currency: string;
  dims: (string | null)[];
  /** Millionths by measure; null: no row said anything. */
  values: (number | null)[];
};

export type DerivedFacts = DerivedShape & { facts: DerivedFact[] };

export type DeriveOptions = {
  /** Zone in which instants become days. */
  timeZone: string;
  /** Currency of rows that name none. */
  currency: string;
  /** Channel that rows have where nothing says one: what the campaign says comes before it. */
  channel?: string | null;
  names?: ModelNames | null;
  /** The fields that the mapping fills; default: all of the table. */
  fields?: readonly string[];
  /** Only these months (202603); default: all. */
  months?: ReadonlySet<number>;
};

export type Deriver = {
  shapes: readonly DerivedShape[];
  add(values: Readonly<Record<string, ModelValue>>): void;
  /** How many facts are held. */
  size(): number;
  /** How many rows with money got the currency that rows have which name none. */
  assumed(): number;
  /** What has been added since the last time, by month, days and dimensions in order. */
  take(): { shape: number; month: number; facts: DerivedFact[] }[];
};

/**
 * The facts of rows, per dataset: sums per day and dimensions, exact and independent of the order.
 * @example
 * const rows = [{ deal_id: '1', created_at: 0, amount: 5_000_000 }, { deal_id: '1', created_at: 1000, amount: 1 }];
 * const [facts] = deriveFacts(modelTable('deal'), rows, { timeZone: 'UTC', currency: 'EUR', fields: ['deal_id', 'created_at', 'amount'] });
 * facts.facts // [{ day: 0, currency: 'EUR', dims: ['1'], values: [2_000_000, 5_000_001] }]
 */
export function deriveFacts(
  table: ModelTable,
  rows: Iterable<Readonly<Record<string, ModelValue>>>,
  options: DeriveOptions,
): DerivedFacts[] {
  const deriver = createDeriver(table, options);
  for (const row of rows) deriver.add(row);
  const found = deriver.shapes.map((shape): DerivedFacts => ({ ...shape, facts: [] }));
  for (const { shape, facts } of deriver.take()) found[shape]?.facts.push(...facts);
  return found.filter(({ facts }) => facts.length > 0);
}

/**
 * The same for rows that do not fit into memory at once: facts that were taken and facts of rows
 * added later may share a key, and are then added by whoever reads them.
 * @example createDeriver(modelTable('campaign'), { timeZone: 'UTC', currency: 'EUR' }).shapes // []
 */
export function createDeriver(table: ModelTable, options: DeriveOptions): Deriver {
  const fields = new Set(options.fields ?? table.fields.map(({ id }) => id));
  const names = options.names ?? null;
  const dayOf = dayFinder(options.timeZone);
  const types = new Map(table.fields.map(({ id, type }) => [id, type]));
  const fed = table.feeds.filter(
    (one) =>
      fields.has(one.day) &&
      (one.value === 'one' || fields.has(one.value.field)) &&
      one.where.every(({ field }) => fields.has(field)),
  );
  const groups = groupFeeds(fed, {
    fields,
    joined: names !== null,
    channel: options.channel ?? null,
  });
  let assumed = 0;
  const held = groups.map(() => new Map<string, DerivedFact>());
  const feeds = groups.flatMap(({ shape, dims, feeds: own }, at) =>
    own.map((one) => ({
      at,
      dims,
      measure: shape.measures.indexOf(one.measure),
      width: shape.measures.length,
      day: one.day,
      isDay: types.get(one.day) === 'day',
      isMoney: one.value !== 'one' && types.get(one.value.field) === 'money',
      field: one.value === 'one' ? null : one.value.field,
      where: one.where.map(({ field, is }) => ({ field, is: new Set(is) })),
    })),
  );
  const add: Deriver['add'] = (values) => {
    let currency: string | null = null;
    let known = true;
    let keyed = -1;
    let keyedDay = 0;
    let fact: DerivedFact | undefined;
    for (const one of feeds) {
      const at = values[one.day] ?? null;
      if (at === null) continue;
      const amount = one.field === null ? 1_000_000 : (values[one.field] ?? null);
      if (amount === null) continue;
      if (!one.where.every(({ field, is }) => is.has(String(values[field] ?? '')))) continue;
      const day = one.isDay ? (at as number) : dayOf(at as number);
      if (options.months && !options.months.has(monthNumber(day))) continue;
      if (currency === null) {
        const said = currencyOf(values, names);
        known = said !== null;
        currency = said ?? options.currency;
      }
      if (!known && one.isMoney && amount !== 0) {
        assumed++;
        known = true;
      }
      if (!fact || keyed !== one.at || keyedDay !== day) {
        fact = factAt(held[one.at] as Map<string, DerivedFact>, {
          day,
          currency,
          dims: one.dims.map((read) => read(values, names)),
          width: one.width,
        });
        keyed = one.at;
        keyedDay = day;
      }
      fact.values[one.measure] = (fact.values[one.measure] ?? 0) + (amount as number);
    }
  };
  return {
    shapes: groups.map(({ shape }) => shape),
    add,
    size: () => held.reduce((sum, map) => sum + map.size, 0),
    assumed: () => assumed,
    take() {
      return held.flatMap((map, shape) => {
        const sorted = [...map].sort(([one], [other]) => (one < other ? -1 : 1));
        map.clear();
        const byMonth = new Map<number, DerivedFact[]>();
        for (const [, fact] of sorted) {
          const month = monthNumber(fact.day);
          const list = byMonth.get(month);
          if (list) list.push(fact);
          else byMonth.set(month, [fact]);
        }
        return [...byMonth].map(([month, facts]) => ({ shape, month, facts }));
      });
    },
  };
}

type Key = { day: Day; currency: string; dims: (string | null)[]; width: number };

function factAt(facts: Map<string, DerivedFact>, of: Key): DerivedFact {
  const key = `${of.day}\u0000${of.currency}\u0000${of.dims.map((dim) => (dim === null ? '-' : `=${dim}`)).join('\u0000')}`;
  let fact = facts.get(key);
  if (!fact) {
    const { day, currency, dims } = of;
    fact = { day, currency, dims, values: new Array<number | null>(of.width).fill(null) };
    facts.set(key, fact);
  }
  return fact;
}

type ReadDim = (
  values: Readonly<Record<string, ModelValue>>,
  names: ModelNames | null,
) => string | null;

type Group = { shape: DerivedShape; dims: ReadDim[]; feeds: ModelFeed[] };

type Given = { fields: ReadonlySet<string>; joined: boolean; channel: string | null };

/** Feeds of one dataset with the same dimensions go into the same facts. */
function groupFeeds(feeds: readonly ModelFeed[], given: Given): Group[] {
  const { fields, joined, channel } = given;
  const groups = new Map<string, Group>();
  for (const one of feeds) {
    const dims = DIMENSIONS.map(({ id }) => id).filter((id) => {
      const field = one.dims[id];
      return field !== undefined && (fields.has(field) || (joined && nameable(field, fields)));
    });
    const key = `${one.dataset}/${dims.join()}`;
    let group = groups.get(key);
    if (!group) {
      const shape = { dataset: one.dataset, dims, measures: [], keyedByRecord: isKeyed(one) };
      const read = dims.map((id) => readDim(one.dims[id] as string, channel));
      group = { shape, dims: read, feeds: [] };
      groups.set(key, group);
    }
    if (!group.shape.measures.includes(one.measure)) group.shape.measures.push(one.measure);
    group.feeds.push(one);
  }
  return [...groups.values()];
}

/** Stages of records move between days when the CRM says so. */
const isKeyed = ({ dataset, dims }: ModelFeed) => dataset === 'lead_stage' && 'record' in dims;

const ID_OF = { campaign: 'campaign_id', ad_group: 'ad_group_id', ad: 'ad_id' } as const;
const LEVELS = Object.keys(ID_OF) as Level[];

const isLevel = (field: string): field is Level => field in ID_OF;

function nameable(field: string, fields: ReadonlySet<string>): boolean {
  if (isLevel(field)) return fields.has(ID_OF[field]);
  return (
    (field === 'account' || field === 'channel') && LEVELS.some((one) => fields.has(ID_OF[one]))
  );
}

type Values = Readonly<Record<string, ModelValue>>;

function readDim(field: string, channel: string | null): ReadDim {
  const own = (values: Values) => {
    const value = values[field] ?? null;
    return value === null ? null : String(value);
  };
  if (field === 'account') return accountOf;
  if (field === 'channel')
    return (values, names) => {
      const said = own(values);
      return said === null || said === channel ? (ofThing(values, names?.channel) ?? said) : said;
    };
  if (!isLevel(field)) return own;
  const idField = ID_OF[field];
  return (values, names) => {
    const name = own(values);
    const id = values[idField] ?? null;
    return name ?? (names && id !== null ? names.name(field, String(id)) : null);
  };
}

/** What is said of the row's campaign, ad group or ad: the first that it names. */
function ofThing(values: Values, ask: ModelNames['account'] | undefined): string | null {
  if (!ask) return null;
  for (const level of LEVELS) {
    const id = values[ID_OF[level]] ?? null;
    const said = id === null ? null : ask(level, String(id));
    if (said !== null) return said;
  }
  return null;
}

/** The account that the row names, or that of its campaign. */
function accountOf(values: Values, names: ModelNames | null): string | null {
  const own = values.account ?? null;
  return own === null ? ofThing(values, names?.account) : String(own);
}

/** The currency that the row names, or that of its account. */
function currencyOf(values: Values, names: ModelNames | null): string | null {
  const own = values.currency ?? null;
  if (own !== null) return String(own);
  if (!names) return null;
  const account = accountOf(values, names);
  return account === null ? null : names.currency(account);
}
