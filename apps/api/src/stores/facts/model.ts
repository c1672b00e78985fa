import type { ModelField, ModelValue } from '@openmops/domain/model';
import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import { toModelBlock } from './model-block.ts';
import {
  columnOf,
  columnType,
  createModelTable,
  fieldsOf,
  MODEL_STORED,
  modelTableName,
} from './model-columns.ts';
import { countRecords, reasonsAside } from './model-counts.ts';
import { countNotices, newest, notNoticed, ofPlace, STANDS, spokenOf } from './model-notices.ts';
import type {
  ModelQuestion,
  ModelRowIn,
  ModelRowOut,
  ModelStore,
  StoredTableId,
} from './model-port.ts';
import { ModelRows } from './model-rows.ts';
import { reuse } from './native-block.ts';
import { DATABASE } from './tables.ts';

const PAGE_ROWS = 10_000;
/** The largest list of changed records that a question holds in memory. */
const MOST_CHANGED = 50_000;
/** No zone is further from UTC. */
const ZONE_MS = 14 * 3_600_000;
const DAY_MS = 86_400_000;

/** The model's rows over an engine. A table comes with its first rows, a column with the first that have it. */
export function createModelStore(engine: Engine, columns: KnownColumns): ModelStore {
  const there = async (table: StoredTableId) => (await columns.of(table)).size > 0;

  async function* read(question: ModelQuestion): AsyncGenerator<ModelRowOut[]> {
    const known = await columns.of(question.table);
    if (known.size === 0) return;
    const name = modelTableName(question.table);
    const fields = fieldsOf(question.table).filter(
      ({ id }) =>
        known.has(columnOf(id)) && (question.fields === undefined || question.fields.includes(id)),
    );
    const wanted = filterOf(question, known);
    if (wanted === null) return;
    const silenced = await notNoticed(engine, name, question.heard);
    for (let after: string | null = null; ; ) {
      const from: string =
        after === null ? ofPlace(question) : `${ofPlace(question)} AND id > ${bytes(after)}`;
      const [page] = await engine.look<[string, string]>(
        // As they lie: which ids differ would have to be held of all of them.
        `SELECT max(id), count() FROM (SELECT id FROM ${name} WHERE ${from}${wanted}
           ORDER BY id LIMIT ${integer(PAGE_ROWS)})`,
      );
      const count = Number(page?.[1] ?? 0);
      if (!page || count === 0) return;
      const range = `${from} AND id <= ${bytes(page[0])}`;
      const found = await engine.look<Found>(
        `SELECT id, part, mapping, key, received_at, ${list(fields)} FROM ${name}
         WHERE ${range} AND ${STANDS}${wanted} AND ${newest(name, range)}${silenced(range)}
         ORDER BY id, part LIMIT 1 BY id, part`,
      );
      if (found.length > 0) yield found.map((row) => toRow(row, fields));
      if (count < PAGE_ROWS) return;
      after = page[0];
    }
  }

  return {
    async put(at, table, given) {
      const rows = given instanceof ModelRows ? given : new ModelRows(table, given);
      if (rows.length === 0) return;
      const fields = fieldsOf(table).filter(
        ({ id }) => table === 'quarantine' || rows.columns.has(id),
      );
      await columns.ensure(table, fields);
      const { columns: names, block } = await toModelBlock(at, fields, rows);
      await engine.insertBlock(modelTableName(table), names, block);
      reuse(block);
    },
    read,
    async count(question) {
      if (!(await there(question.table))) return 0;
      const name = modelTableName(question.table);
      const wanted = filterOf(question, await columns.of(question.table));
      if (wanted === null) return 0;
      return countRecords(engine, name, question, wanted);
    },
    async months({ table, dayFields, after, things, ...at }) {
      const known = await columns.of(table);
      const fields = fieldsOf(table).filter(
        ({ id }) => dayFields.includes(id) && known.has(columnOf(id)),
      );
      if (fields.length === 0) return [];
      const name = modelTableName(table);
      const of = ofPlace(at);
      if (after === null) return monthsIn(engine, { name, fields, rows: of });
      const changed = await changesAfter(engine, { name, of, after });
      if (changed.count === 0) return [];
      const thing = things ? thingOf(things, known) : null;
      if (changed.count <= MOST_CHANGED) {
        const records = `${changed.among} AND id IN (SELECT id FROM ${name} WHERE ${changed.rows})`;
        const same = `SELECT ${thing} FROM ${name} WHERE ${records}`;
        const rows = thing ? `${of} AND ${thing} IN (${same})` : records;
        return monthsIn(engine, { name, fields, rows });
      }
      if (thing) return monthsIn(engine, { name, fields, rows: of });
      return monthsOfMany(engine, { name, fields, rows: changed.among, after });
    },
    async notices(at, table) {
      if (!(await there(table))) return 0;
      return countNotices(engine, modelTableName(table), [at]);
    },
    async noticedMonths({ table, dayFields, by, after, ...at }) {
      const known = await columns.of(table);
      const fields = fieldsOf(table).filter(
        ({ id }) => dayFields.includes(id) && known.has(columnOf(id)),
      );
      if (fields.length === 0) return [];
      const name = modelTableName(table);
      const rows = `${ofPlace(at)} AND ${spokenOf(name, by, after)}`;
      return monthsIn(engine, { name, fields, rows });
    },
    async reasons(at) {
      if (!(await there('quarantine'))) return [];
      return reasonsAside(engine, modelTableName('quarantine'), at);
    },
    async drop({ workspaceId, streamId, keep }) {
      for (const table of MODEL_STORED) {
        if (!(await there(table))) continue;
        const name = modelTableName(table);
        const found = await engine.look<[string, number]>(
          `SELECT DISTINCT _partition_id, generation FROM ${name}
           WHERE workspace = ${literal(workspaceId)} AND stream = ${literal(streamId)}`,
        );
        const gone = found.filter(([, generation]) => !keep.includes(Number(generation)));
        if (gone.length === 0) continue;
        const drops = gone.map(([id]) => `DROP PARTITION ID ${literal(id)}`);
        await engine.run(`ALTER TABLE ${name} ${drops.join(', ')}`);
      }
    },
  };
}

export type KnownColumns = ReturnType<typeof knownColumns>;

/** Which columns each table has; a table that is not there has none. */
export function knownColumns(engine: Engine) {
  let known: Promise<Map<string, Set<string>>> | null = null;
  const load = async () => {
    const found = await engine.look<[string, string]>(
      `SELECT table, name FROM system.columns
       WHERE database = '${DATABASE}' AND startsWith(table, 'model_')`,
    );
    const tables = new Map<string, Set<string>>();
    for (const [table, name] of found)
      tables.set(table, (tables.get(table) ?? new Set()).add(name));
    return tables;
  };
  // Elsewhere somebody may have added some.
  const all = () => {
    if (engine.shared) return load();
    known ??= load();
    known.catch(() => {
      known = null;
    });
    return known;
  };
  const of = async (table: StoredTableId) =>
    (await all()).get(modelTableName(table)) ?? new Set<string>();
  return {
    of,
    /** After a change that others have made. */
    forget() {
      known = null;
    },
    async ensure(table: StoredTableId, fields: readonly ModelField[]): Promise<void> {
      const there = await of(table);
      const missing = fields.filter(({ id }) => !there.has(columnOf(id)));
      if (there.size > 0 && missing.length === 0) return;
      if (there.size === 0) await engine.run(createModelTable(table));
      const adds = missing.map(
        (field) => `ADD COLUMN IF NOT EXISTS ${columnOf(field.id)} ${columnType(field)}`,
      );
      if (adds.length > 0)
        await engine.run(`ALTER TABLE ${modelTableName(table)} ${adds.join(', ')}`);
      known = null;
    },
  };
}

/** What else rows must be; null: there can be none. */
function filterOf(question: ModelQuestion, known: ReadonlySet<string>): string | null {
  let filter = '';
  if (question.keys) {
    if (question.keys.length === 0) return null;
    filter += ` AND key IN (${question.keys.map(bytes).join(', ')})`;
  }
  if (question.any) {
    const one = question.any.flatMap(({ field, values }) =>
      known.has(columnOf(field)) && values.length > 0
        ? [`${comparable(field)} IN (${values.map(bytes).join(', ')})`]
        : [],
    );
    if (one.length === 0) return null;
    filter += ` AND (${one.join(' OR ')})`;
  }
  const { things } = question;
  const thing = things ? thingOf(things.fields, known) : '';
  if (things)
    filter += ` AND modulo(sipHash64(${thing}), ${integer(things.of)}) = ${integer(things.at)}`;
  if (!question.in) return filter;
  const { dayFields, months } = question.in;
  const fields = fieldsOf(question.table).filter(
    ({ id }) => dayFields.includes(id) && known.has(columnOf(id)),
  );
  if (fields.length === 0 || months.length === 0) return null;
  const ranges = fields.flatMap((field) => runsOf(months).map((run) => within(field, run)));
  if (!things) return `${filter} AND (${ranges.join(' OR ')})`;
  const name = modelTableName(question.table);
  return `${filter} AND ${thing} IN (SELECT ${thing} FROM ${name}
    WHERE ${ofPlace(question)}${filter} AND (${ranges.join(' OR ')}))`;
}

/** Addresses are compared in lower case and without what follows a plus. */
function comparable(field: string): string {
  const column = columnOf(field);
  if (field !== 'email') return column;
  return `replaceRegexpOne(lower(ifNull(${column}, '')), '[+][^@]*@', '@')`;
}

/** What names the thing of a row: the first list of which a field is filled; `a|b`: a, else b. */
function thingOf(lists: readonly (readonly string[])[], known: ReadonlySet<string>): string {
  const fieldOf = (alternatives: string) => {
    const columns = alternatives.split('|').map(columnOf);
    const there = columns.filter((column) => known.has(column));
    return `coalesce(${[...there.map((column) => `nullIf(toString(${column}), '')`), "''"].join(', ')})`;
  };
  const cases = lists.flatMap((list, at) => {
    const fields = list.map(fieldOf);
    const filled = fields.map((field) => `${field} != ''`).join(' OR ');
    return [filled, `concat('${at}', ${fields.join(", '\n', ")})`];
  });
  return `multiIf(${cases.join(', ')}, concat('-', id))`;
}

/** Months that follow each other are one run. */
function runsOf(months: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const month of [...months].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && following(last.to) === month) last.to = month;
    else runs.push({ from: month, to: month });
  }
  return runs;
}

const following = (month: number) => (month % 100 === 12 ? month + 89 : month + 1);
const firstMs = (month: number) => Date.UTC(Math.floor(month / 100), (month % 100) - 1, 1);

function within(field: ModelField, run: { from: number; to: number }): string {
  const [from, to] = [firstMs(run.from), firstMs(following(run.to))];
  const column = columnOf(field.id);
  const [low, high] =
    field.type === 'day' ? [from / DAY_MS, to / DAY_MS] : [from - ZONE_MS, to + ZONE_MS];
  return `(${column} >= ${integer(low)} AND ${column} < ${integer(high)})`;
}

function monthsOf(field: ModelField): string {
  const column = `assumeNotNull(${columnOf(field.id)})`;
  const month = (day: string) => `toYYYYMM(toDate32(toInt32(${day})))`;
  if (field.type === 'day') return `[${month(column)}]`;
  const at = (shift: number) => month(`intDiv(${column} + ${integer(shift)}, ${integer(DAY_MS)})`);
  return `[${at(-ZONE_MS)}, ${at(ZONE_MS)}]`;
}

async function monthsIn(
  engine: Engine,
  { name, fields, rows }: { name: string; fields: readonly ModelField[]; rows: string },
): Promise<number[]> {
  const months = fields.map(
    (field) => `SELECT DISTINCT arrayJoin(${monthsOf(field)}) AS month FROM ${name}
      WHERE ${rows} AND isNotNull(${columnOf(field.id)})`,
  );
  const found = await engine.look<[number]>(months.join(' UNION DISTINCT '));
  return found.map(([month]) => Number(month)).sort((one, other) => one - other);
}

/** Rows that came after a chunk, and (`among`) the run of records that they belong to. */
async function changesAfter(
  engine: Engine,
  { name, of, after }: { name: string; of: string; after: number },
): Promise<{ count: number; rows: string; among: string }> {
  const rows = `${of} AND chunk > ${integer(after)}`;
  const [found] = await engine.look<[string, string, string]>(
    `SELECT count(), min(id), max(id) FROM ${name} WHERE ${rows}`,
  );
  const [count = '0', first = '', last = ''] = found ?? [];
  const among = `${of} AND id >= ${bytes(first)} AND id <= ${bytes(last)}`;
  return { count: Number(count), rows, among };
}

/** The months of records of which a version came after a chunk: record by record, as they lie. */
async function monthsOfMany(
  engine: Engine,
  given: { name: string; fields: readonly ModelField[]; rows: string; after: number },
): Promise<number[]> {
  const lists = given.fields.map(
    (field) => `if(isNotNull(${columnOf(field.id)}), ${monthsOf(field)}, [])`,
  );
  const found = await engine.look<[number]>(
    `SELECT DISTINCT arrayJoin(months) AS month FROM (
       SELECT groupUniqArrayArray(arrayConcat(${lists.join(', ')})) AS months FROM ${given.name}
       WHERE ${given.rows} GROUP BY id HAVING max(chunk) > ${integer(given.after)})
     SETTINGS optimize_aggregation_in_order = 1`,
  );
  return found.map(([month]) => Number(month)).sort((one, other) => one - other);
}

/** A text of a source inside a statement: as its bytes, so that no character means anything. */
function bytes(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}

function list(fields: readonly ModelField[]): string {
  return fields.length === 0 ? '1' : fields.map(({ id }) => columnOf(id)).join(', ');
}

type Found = [
  id: string,
  part: number,
  mapping: number,
  key: string,
  receivedAt: number,
  ...values: (string | number | null)[],
];

function toRow(found: Found, fields: readonly ModelField[]): ModelRowOut {
  const [id, part, mapping, key, receivedAt, ...raw] = found;
  const values: Record<string, ModelValue> = {};
  fields.forEach(({ id: field, type }, at) => {
    const value = raw[at] ?? null;
    values[field] =
      value === null || type === 'text'
        ? value
        : type === 'flag'
          ? Number(value) === 1
          : Number(value);
  });
  return { id, part, mapping, key, receivedAt: Number(receivedAt), values };
}

/** A row that says that a record has none. */
export function gone(
  row: Omit<ModelRowIn, 'part' | 'mapping' | 'key' | 'deleted' | 'values'>,
): ModelRowIn {
  return { ...row, part: 0, mapping: 0, key: '', deleted: true, values: {} };
}
