import { randomUUID } from 'node:crypto';
import type { DimensionId } from '@openmops/domain/kpi';
import { modelTable } from '@openmops/domain/model';
import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import type { KnownColumns } from './model.ts';
import { columnOf, modelTableName } from './model-columns.ts';
import { newest, ofPlace, STANDS } from './model-notices.ts';
import type { ModelSumQuestion, ThingName } from './model-port.ts';
import { Block, reuse } from './native-block.ts';
import type { LandedBatch } from './port.ts';
import { bytes } from './raw-where.ts';
import { dimColumn, measureColumn } from './sql.ts';
import { type Tables, tableOf } from './tables.ts';

/** Records that are added up in one step, about: steps are cut by a sample of which each has so many. */
const STEP_RECORDS = 60_000;
/** Of a sample with one record for each step, some steps would be ten times as long as others. */
const SAMPLES_OF_STEP = 20;
const MOST_SAMPLES = 1_000_000;
const NAMES_OF_A_WRITE = 50_000;
const LEVELS = [
  ['campaign', 'campaign_id'],
  ['ad_group', 'ad_group_id'],
  ['ad', 'ad_id'],
] as const;
const DAY = 'toInt32(assumeNotNull(f_day))';
const MONTH = `toYYYYMM(toDate32(${DAY}))`;
const NONE = "CAST(NULL, 'Nullable(String)')";

type At = {
  engine: Engine;
  tables: Tables;
  columns: KnownColumns;
  /** Runs work that changes tables when no other does. */
  alone: (work: () => Promise<void>) => Promise<void>;
};

/**
 * Adds up rows by day inside the engine, and lands the sums: step by step, so that no more records are
 * held than one step has. Gives whether money was among them of which nothing says the currency.
 */
export async function landSums(at: At, question: ModelSumQuestion): Promise<boolean> {
  const { engine, tables, alone } = at;
  const [first] = question.batches.values();
  if (!first) return false;
  const known = await at.columns.of(question.table);
  const added = [
    ...first.dims.filter((dim) => dim !== 'account').map(dimColumn),
    ...first.measures.map(measureColumn),
  ];
  if (!added.every((column) => tables.has(first.dataset, column)))
    await alone(() => tables.ensure(first.dataset, added));
  const names = question.names ? await writeNames(engine, question.names) : null;
  try {
    const expression = new Expressions({ question, known, names, first });
    const maySayNone = await someLackCurrency(engine, question, known);
    let assumed = false;
    for (const [step, records] of (await stepsOf(engine, question)).entries()) {
      const again = await haveVersions(engine, question, records);
      const versions = again ? ` AND ${newest(modelTableName(question.table), records.all)}` : '';
      const rows = `${records.due} AND ${STANDS}${versions}`;
      await engine.run(expression.insert(rows, { step, again }));
      if (maySayNone && !assumed)
        assumed = await isAssumed(engine, expression, { rows, of: question, known });
    }
    return assumed;
  } finally {
    if (names) await engine.run(`DROP TABLE ${names} SYNC`);
  }
}

/** Conditions of a run of records: their rows in the months that are due, and all rows that they have. */
type Records = { due: string; all: string };

/** Finding the newest version of each record costs more than adding them up: only where one has several. */
async function haveVersions(
  engine: Engine,
  { table }: ModelSumQuestion,
  { all }: Records,
): Promise<boolean> {
  const [found] = await engine.look<[string]>(
    `SELECT count() - uniqExact(id, part) FROM ${modelTableName(table)} WHERE ${all}`,
  );
  return Number(found?.[0] ?? 0) > 0;
}

/**
 * Cuts the records that have rows in the months into runs of about the same length, by a sample of them:
 * what a delivery costs follows from its months, not from all that the stream has ever had.
 */
async function stepsOf(engine: Engine, question: ModelSumQuestion): Promise<Records[]> {
  const name = modelTableName(question.table);
  const place = ofPlace(question);
  const months = [...question.batches.keys()].map(integer).join(', ');
  const inMonths = `isNotNull(f_day) AND ${MONTH} IN (${months})`;
  const [found] = await engine.look<[string, string, string, string[]]>(
    `SELECT count(), min(id), max(id),
       arraySort(groupUniqArrayIf(${MOST_SAMPLES})(id, modulo(sipHash64(id), ${STEP_RECORDS / SAMPLES_OF_STEP}) = 0))
     FROM ${name} WHERE ${place} AND ${inMonths}`,
  );
  const [count = '0', first = '', last = '', samples = []] = found ?? [];
  if (Number(count) === 0) return [];
  const cuts = samples.filter((_, at) => (at + 1) % SAMPLES_OF_STEP === 0);
  const ends = cuts.at(-1) === last ? cuts : [...cuts, last];
  return ends.map((to, at) => {
    const from = at === 0 ? `id >= ${bytes(first)}` : `id > ${bytes(ends[at - 1] as string)}`;
    const range = `${place} AND ${from} AND id <= ${bytes(to)}`;
    const due = `${range} AND ${inMonths}`;
    // A record's newest version may lie in another month, where it takes the place of those here.
    return { due, all: `${range} AND id IN (SELECT id FROM ${name} WHERE ${due})` };
  });
}

/** Whether some row at all does not say its currency. */
async function someLackCurrency(
  engine: Engine,
  of: ModelSumQuestion,
  known: ReadonlySet<string>,
): Promise<boolean> {
  if (!known.has('f_currency')) return true;
  const [blank] = await engine.look<[string]>(
    `SELECT count() FROM (SELECT 1 FROM ${modelTableName(of.table)}
       WHERE ${ofPlace(of)} AND isNull(f_currency) LIMIT 1)`,
  );
  return Number(blank?.[0] ?? 0) > 0;
}

async function isAssumed(
  engine: Engine,
  expression: Expressions,
  { rows, of, known }: { rows: string; of: ModelSumQuestion; known: ReadonlySet<string> },
): Promise<boolean> {
  const money = modelTable(of.table)
    .fields.filter(({ id, type }) => type === 'money' && known.has(columnOf(id)))
    .map(({ id }) => `ifNull(${columnOf(id)}, 0) != 0`);
  if (money.length === 0) return false;
  const name = modelTableName(of.table);
  const [found] = await engine.look<[string]>(
    `SELECT count() FROM ${name} WHERE ${rows} AND isNull(${expression.currency()}) AND (${money.join(' OR ')})`,
  );
  return Number(found?.[0] ?? 0) > 0;
}

type Given = {
  question: ModelSumQuestion;
  known: ReadonlySet<string>;
  names: string | null;
  /** One of the batches: all are alike. */
  first: LandedBatch;
};

/** What each column of the landed rows is made of. */
class Expressions {
  readonly #of: Given;

  constructor(of: Given) {
    this.#of = of;
  }

  /** `again`: rows that were written twice may be among them. */
  insert(rows: string, { step, again }: { step: number; again: boolean }): string {
    const { question, first, known } = this.#of;
    const batches = [...question.batches];
    const byMonth = (pick: (batch: LandedBatch) => string, otherwise: string) =>
      `transform(${MONTH}, [${batches.map(([month]) => integer(month)).join(', ')}], [${batches.map(([, batch]) => pick(batch)).join(', ')}], ${otherwise})`;
    const account = first.dims.includes('account') ? this.account() : NONE;
    const groups: [column: string, expression: string][] = [
      ['batch', byMonth(({ batchId }) => literal(batchId), "''")],
      ['seq', byMonth(({ seq }) => `toUInt64(${integer(seq)})`, 'toUInt64(0)')],
      ['account', `ifNull(${account}, ${bytes(first.account)})`],
      ['day', DAY],
      ['currency', `ifNull(${this.currency()}, ${bytes(question.currency)})`],
      ...first.dims
        .filter((dim) => dim !== 'account')
        .map((dim): [string, string] => [dimColumn(dim), this.#dim(dim)]),
    ];
    const fixed: [string, string][] = [
      ['chunk', integer(step)],
      ['line', '0'],
      ['workspace', literal(first.workspaceId)],
      ['dataset', literal(first.dataset)],
      ['source', bytes(first.source)],
      ['shape', literal(first.shape)],
      ['day_to', 'g_day'],
    ];
    const sums = first.measures.map((id): [string, string] => [
      measureColumn(id),
      known.has(columnOf(id)) ? `sum(${columnOf(id)})` : "CAST(NULL, 'Nullable(Int64)')",
    ]);
    const all = [
      ...groups.map(([column]): [string, string] => [column, `g_${column}`]),
      ...fixed,
      ...sums,
    ];
    // A row without any of the measures says nothing; one that was written again after a crash counts once.
    const filled = first.measures
      .filter((id) => known.has(columnOf(id)))
      .map((id) => `isNotNull(${columnOf(id)})`);
    return `INSERT INTO ${tableOf('landed', first.dataset)} (${all.map(([column]) => column).join(', ')})
      SELECT ${all.map(([, made]) => made).join(', ')} FROM (
        SELECT ${groups.map(([column, made]) => `${made} AS g_${column}`).join(', ')},
          ${['f_day', ...first.measures.filter((id) => known.has(columnOf(id))).map(columnOf)].join(', ')}
        FROM ${modelTableName(question.table)} WHERE ${rows} AND (${filled.join(' OR ') || '0'})
        ${again ? 'LIMIT 1 BY id, part' : ''})
      GROUP BY ${groups.map(([column]) => `g_${column}`).join(', ')}`;
  }

  account(): string {
    return `coalesce(${this.#own('account')}${this.#said('account')}, ${NONE})`;
  }

  currency(): string {
    const { names } = this.#of;
    const own = this.#own('currency');
    return names
      ? `coalesce(${own}, ${get(names, 'currency', literal('account'), this.account())})`
      : own;
  }

  #dim(dim: DimensionId): string {
    const { names, question } = this.#of;
    const own = this.#own(dim);
    if (!names) return own;
    if (dim === 'channel') {
      const said = `coalesce(NULL${this.#said('channel')}, ${own})`;
      const usual = question.channel === null ? '' : ` OR ${own} = ${bytes(question.channel)}`;
      return `if(isNull(${own})${usual}, ${said}, ${own})`;
    }
    const level = LEVELS.find(([id]) => id === dim);
    if (!level || !this.#has(level[1])) return own;
    return `coalesce(${own}, ${get(names, 'name', literal(level[0]), columnOf(level[1]))})`;
  }

  /** What is said of the campaign, ad group or ad of a row: the first that it names. */
  #said(what: 'account' | 'channel'): string {
    const { names } = this.#of;
    if (!names) return '';
    return LEVELS.filter(([, id]) => this.#has(id))
      .map(([level, id]) => `, ${get(names, what, literal(level), columnOf(id))}`)
      .join('');
  }

  #own(field: string): string {
    return this.#has(field) ? `CAST(${columnOf(field)}, 'Nullable(String)')` : NONE;
  }

  #has(field: string): boolean {
    const { known, question } = this.#of;
    return (
      known.has(columnOf(field)) && modelTable(question.table).fields.some(({ id }) => id === field)
    );
  }
}

function get(names: string, what: string, level: string, id: string): string {
  return `joinGetOrNull('${names}', '${what}', ${level}, ifNull(CAST(${id}, 'Nullable(String)'), ''))`;
}

/** Names as a table that lies in memory while it is needed. */
async function writeNames(engine: Engine, names: readonly ThingName[]): Promise<string> {
  const table = `staging_${randomUUID().replaceAll('-', '')}`;
  const columns = ['level', 'id', 'name', 'account', 'channel', 'currency'] as const;
  await engine.run(
    `CREATE TABLE ${table} (level String, id String, name Nullable(String), account Nullable(String),
       channel Nullable(String), currency Nullable(String)) ENGINE = Join(ANY, LEFT, level, id)`,
  );
  for (let from = 0; from < names.length; from += NAMES_OF_A_WRITE) {
    const rows = names.slice(from, from + NAMES_OF_A_WRITE);
    const out = new Block(rows.length);
    out.count(columns.length);
    out.count(rows.length);
    for (const column of columns) {
      out.text(column);
      if (column === 'level' || column === 'id') out.strings(rows.map((row) => row[column]));
      else out.texts(rows.map((row) => row[column]));
    }
    const block = out.bytes();
    await engine.insertBlock(table, columns, block);
    reuse(block);
  }
  return table;
}
