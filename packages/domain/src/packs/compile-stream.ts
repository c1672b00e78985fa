import { type ModelRow, type ModelTable, type ModelValue, modelTable } from '../model/index.ts';
import type { Issue } from '../shared/index.ts';
import { compileContract, missing } from './check-contract.ts';
import { clockAhead, compileField, type FieldReader, type Reading } from './compile-field.ts';
import { overrideStream, type StreamOverrides } from './override-stream.ts';
import type { Pack, PackMapping, PackStream } from './pack.ts';
import { compilePath, type Json } from './read-path.ts';
import { readInstant } from './read-time.ts';
import { readText } from './read-value.ts';

/** A row of the model, and which mapping of its stream has made it. */
export type MappedRow = ModelRow & { mapping: number };

export type MappedRecord = {
  rows: MappedRow[];
  /** Breaks of the contract, and values that cannot be read: with any, the record is set aside. */
  problems: Issue[];
  /** Why the record is kept but not counted; null: it is counted. */
  skipped: string | null;
  /** The values of the stream's key as JSON text; empty: a part is missing, or it has none. */
  key: string;
  /** Grows with every change of the record; null: the record does not say. */
  cursor: number | null;
  deleted: boolean;
};

export type StreamMapper = {
  /**
   * `receivedAt`: when the record arrived, ms since 1970; what happens later has a wrong clock.
   * `gone`: the source has said beside the record that it is deleted. Of a deleted record come rows
   * that name what is gone, with their key and no more.
   */
  map(record: Json, receivedAt: number, gone?: boolean): MappedRecord;
  /** The tables that rows may go to. */
  tables: readonly ModelTable['id'][];
  /** Per mapping: its table, the fields that it fills, and whether its rows are of another record. */
  mappings: readonly { table: ModelTable['id']; fields: readonly string[]; another: boolean }[];
};

/**
 * Turns a stream's description into a function of its records. What a record becomes depends on
 * nothing else: the same record gives the same rows, whenever it is mapped.
 * @example
 * import { compileStream } from '@openmops/domain/packs';
 * const stream = { id: 'people', name: 'People', names: ['people'], marks: ['id'], key: ['id'], cursor: 'seen',
 *   deleted: null, mappings: [{ table: 'contact', fields: { contact_id: 'id', created_at: 'made' } }],
 *   contract: { required: ['id'], types: {}, allowed: {} }, rules: [] };
 * const pack = { id: 'crm', name: 'CRM', docs: [], channel: null, streams: [stream] };
 * const { map } = compileStream(pack, stream, { timeZone: 'UTC' });
 * map({ id: 7, made: '1970-01-02T00:00:00Z' }, Date.UTC(2026, 0, 1)).rows
 * // [{ table: 'contact', key: '["7"]', deleted: false, values: { contact_id: '7', created_at: 86400000 }, mapping: 0 }]
 */
export function compileStream(
  pack: Pick<Pack, 'channel'>,
  of: PackStream,
  options: { timeZone: string; overrides?: StreamOverrides },
): StreamMapper {
  const stream = options.overrides ? overrideStream(of, options.overrides) : of;
  const mappings = stream.mappings.map((mapping, at) =>
    compileMapping(mapping, { at, channel: pack.channel, timeZone: options.timeZone }),
  );
  const things = stream.mappings.flatMap((mapping, at) =>
    mapping.another || modelTable(mapping.table).key.length > 1
      ? []
      : [compileMapping(keyOnly(mapping), { at, channel: null, timeZone: options.timeZone })],
  );
  const keyOf = keyReader(stream.key);
  const cursorOf = stream.cursor === null ? null : compilePath(stream.cursor);
  const deletedOf = stream.deleted === null ? null : compilePath(stream.deleted);
  const check = compileContract(stream.contract);
  const map = (record: Json, receivedAt: number, gone = false): MappedRecord => {
    const mapped: MappedRecord = {
      rows: [],
      problems: [],
      skipped: null,
      key: keyOf(record),
      cursor: null,
      deleted: gone || (deletedOf !== null && isGone(deletedOf(record))),
    };
    const latest = receivedAt + CLOCKS_DIFFER_MS;
    if (cursorOf && stream.cursor !== null) {
      const raw = cursorOf(record);
      mapped.cursor = cursorNumber(raw);
      if (isAhead(raw, latest)) mapped.problems.push(clockAhead(stream.cursor, raw));
    }
    if (mapped.deleted) {
      const at: Reading = { record, latest, currency: null, problems: [] };
      for (const one of things.length === 0 ? [] : partsOf(stream, record)) {
        at.record = one;
        for (const thing of things) thing(at, mapped.rows);
      }
      mapped.rows = mapped.rows.filter(({ key }) => key !== '[null]');
      return mapped;
    }
    mapped.skipped = stream.skip?.(record) ?? null;
    if (mapped.skipped !== null) return mapped;
    check(record, mapped.problems);
    if (mapped.problems.length > 0) return mapped;
    const at: Reading = { record, latest, currency: null, problems: mapped.problems };
    for (const one of partsOf(stream, record)) {
      at.record = one;
      for (const mapping of mappings) mapping(at, mapped.rows);
    }
    if (mapped.problems.length > 0) mapped.rows = [];
    return mapped;
  };
  return {
    map,
    tables: [...new Set(stream.mappings.map(({ table }) => table))],
    mappings: stream.mappings.map((mapping) => ({
      table: mapping.table,
      fields: fieldsOf(mapping, pack.channel),
      another: mapping.another === true,
    })),
  };
}

/** Days of another zone begin up to 14 hours earlier; more than two days ahead is a wrong clock. */
const CLOCKS_DIFFER_MS = 2 * 86_400_000;

function fieldsOf(mapping: PackMapping, channel: string | null): string[] {
  const known = modelTable(mapping.table).fields.map(({ id }) => id);
  return known.filter((id) => id in mapping.fields || (id === 'channel' && channel !== null));
}

const partsOf = ({ prepare }: PackStream, record: Json) => (prepare ? prepare(record) : [record]);

/** What is left of a mapping for a record that is gone. */
function keyOnly(mapping: PackMapping): PackMapping {
  const { key } = modelTable(mapping.table);
  const fields = Object.fromEntries(
    Object.entries(mapping.fields).filter(([id]) => key.includes(id)),
  );
  return { ...mapping, fields, gone: true };
}

type RunMapping = (at: Reading, rows: MappedRow[]) => void;

function compileMapping(
  mapping: PackMapping,
  of: { at: number; channel: string | null; timeZone: string },
): RunMapping {
  const table = modelTable(mapping.table);
  const conditions = (mapping.when ?? []).map(({ path, is }) => ({
    read: compilePath(path),
    any: is.includes('*'),
    words: new Set(is.map((one) => one.toLowerCase())),
  }));
  const readers: FieldReader[] = [];
  for (const field of byCurrencyFirst(table.fields)) {
    const source = mapping.fields[field.id];
    if (source !== undefined)
      readers.push(compileField({ table, field, source, timeZone: of.timeZone }));
  }
  const ids = readers.map(({ field }) => field.id);
  const unknown = Object.keys(mapping.fields).find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new Error(`Table ${table.id} has no field ${unknown}.`);
  const gone = mapping.gone === true;
  const required = gone
    ? table.key
    : table.fields.filter((one) => one.required).map((one) => one.id);
  const { channel } = of;
  const fills = channel !== null && table.fields.some(({ id }) => id === 'channel');
  const keyOf = modelKey(table);
  const blank: Record<string, ModelValue> = Object.fromEntries(ids.map((id) => [id, null]));
  return (at, rows) => {
    for (const { read, any, words } of conditions) {
      const raw = read(at.record);
      if (raw === undefined) return;
      if (any) continue;
      if (!words.has(String(raw).toLowerCase())) return;
    }
    at.currency = null;
    const before = at.problems.length;
    // Copied, since adding twenty names to an object one by one takes longer than reading them.
    const values: Record<string, ModelValue> = { ...blank };
    for (let i = 0; i < readers.length; i++)
      values[ids[i] as string] = (readers[i] as FieldReader).read(at);
    if (fills && (values.channel ?? null) === null) values.channel = channel;
    if (at.problems.length === before)
      for (const id of required)
        if ((values[id] ?? null) === null) at.problems.push(unfilled(table, id, mapping));
    rows.push({ table: table.id, key: keyOf(values), deleted: gone, values, mapping: of.at });
  };
}

/** Amounts in the smallest unit of a currency need to know which. */
function byCurrencyFirst(fields: ModelTable['fields']): ModelTable['fields'] {
  const first = fields.filter(({ id }) => id === 'currency');
  return [...first, ...fields.filter(({ id }) => id !== 'currency')];
}

function unfilled(table: ModelTable, id: string, mapping: PackMapping): Issue {
  const source = mapping.fields[id];
  const path = typeof source === 'string' ? source : source && 'from' in source ? source.from : id;
  return { ...missing(path), message: `${path} is missing: ${table.name} need their ${id}.` };
}

/** With its identifier missing, a thing is told by its name. */
const NAMED: Readonly<Record<string, string>> = {
  campaign_id: 'campaign',
  ad_group_id: 'ad_group',
  ad_id: 'ad',
};

function modelKey(table: ModelTable): (values: Record<string, ModelValue>) => string {
  const byName = table.key.includes('day');
  const parts = table.key.map((id) => ({ id, name: byName ? NAMED[id] : undefined }));
  return (values) => {
    let key = '';
    for (const { id, name } of parts) {
      const value = values[id] ?? null;
      const stand = value === null && name !== undefined ? (values[name] ?? null) : null;
      key += key === '' ? '[' : ',';
      key += stand === null ? json(value) : `[${json(stand)}]`;
    }
    return `${key}]`;
  };
}

/** As `JSON.stringify`, which costs several times as much for one short text. */
function json(value: ModelValue): string {
  if (typeof value !== 'string') return String(value);
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    // Control characters, quotes, backslashes, halves of characters.
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code < 0xe000))
      return JSON.stringify(value);
  }
  return `"${value}"`;
}

function keyReader(paths: readonly string[]): (record: Json) => string {
  const readers = paths.map(compilePath);
  return (record) => {
    if (readers.length === 0) return '';
    const values: string[] = [];
    for (const read of readers) {
      const text = readText(read(record));
      if (typeof text !== 'string') return '';
      values.push(text);
    }
    return JSON.stringify(values);
  };
}

const GONE: ReadonlySet<string> = new Set(
  'true t yes y 1 archived deleted removed trashed'.split(' '),
);

function isGone(raw: unknown): boolean {
  if (typeof raw === 'boolean') return raw;
  const text = readText(raw);
  if (typeof text !== 'string') return false;
  return GONE.has(text.toLowerCase()) || typeof readInstant(raw, 'UTC') === 'number';
}

/** A number that orders the versions of a record: the number itself, or the time. */
function cursorNumber(raw: unknown): number | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw + 0 : null;
  if (typeof raw === 'bigint') return Number(raw);
  if (typeof raw !== 'string') return null;
  if (/^\d+(?:\.\d+)?$/.test(raw)) return Number(raw);
  return readInstant(raw, 'UTC') ?? null;
}

/** Whether a cursor is a time that has not come; a number of another length is only a number. */
function isAhead(raw: unknown, latest: number): boolean {
  if (typeof raw === 'object') return false;
  const time = typeof raw === 'string' && !/^\d+(?:\.\d+)?$/.test(raw);
  const number = Number(raw);
  if (time) return (readInstant(raw, 'UTC') ?? 0) > latest;
  return number >= 1e12 && number < 1e13 && number > latest;
}
