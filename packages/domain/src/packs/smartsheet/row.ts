import { isCurrency } from '../../money/index.ts';
import {
  asJson,
  type Json,
  joinId,
  listReader,
  objectReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';
import { readInstant } from '../read-time.ts';

/** Titles of columns, in small letters, in the order in which they are looked for. */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  name: [
    'task name',
    'task',
    'name',
    'activity',
    'title',
    'deliverable',
    'item',
    'primary column',
    'aufgabe',
    'aufgabenname',
  ],
  campaign: ['campaign', 'campaign name', 'program', 'project', 'initiative', 'kampagne'],
  owner: [
    'owner',
    'assigned to',
    'assignee',
    'responsible',
    'lead',
    'verantwortlich',
    'zugewiesen zu',
  ],
  status: ['status', 'state', 'progress', 'stage', 'health'],
  start_at: ['start', 'start date', 'begin', 'launch date', 'launch', 'startdatum', 'anfang'],
  end_at: [
    'finish',
    'end',
    'end date',
    'finish date',
    'due',
    'due date',
    'deadline',
    'enddatum',
    'fällig',
  ],
  budget: ['budget', 'planned cost', 'planned budget', 'cost', 'spend', 'amount', 'kosten'],
  currency: ['currency', 'währung'],
};

const columns = listReader('columns');
const rows = listReader('rows');
const cells = listReader('cells');
const columnId = textReader('columnId|column_id|id');
const title = textReader('title|columnTitle|column_title|name');
const shown = textReader('displayValue|display_value|objectValue.name|objectValue.email|value');
const raw = textReader('value|displayValue|display_value');
const isPrimary = textReader('primary');
const sheetId = textReader('sheet_id|sheetId|_sheet_id|sheet.id');
const sheetName = textReader('sheet_name|sheetName|sheet.name|_sheet_name|sheet');
const rowId = textReader('row_id|rowId|_row_id|id|ID|Row ID');
const rowNumber = textReader('row_number|rowNumber|_row_number');
const own = textReader('id');
const ownName = textReader('name');
const map = objectReader('column_map|columnMap');

type Sheet = {
  id: string | null;
  name: string | null;
  titles: Map<string, string>;
  primary: string | null;
};

/** A sheet as its rows, or a row as itself, with the columns that a plan has. */
export function prepareRow(record: Json): Json[] {
  const sheet = sheetOf(record);
  const list = rows(record);
  if (list.length === 0 && cells(record).length === 0) return [plan(record, record, sheet)];
  const own = list.length > 0 ? list : [record];
  return own.map(asJson).flatMap((row) => (row ? [plan(row, valuesOf(row, sheet), sheet)] : []));
}

function sheetOf(record: Json): Sheet {
  const whole = rows(record).length > 0;
  const titles = new Map<string, string>();
  let primary: string | null = null;
  for (const one of columns(record)) {
    const column = asJson(one);
    const id = column && columnId(column);
    const name = column && title(column);
    if (!column || !id || !name) continue;
    titles.set(id, name);
    if (isPrimary(column) === 'true') primary = name;
  }
  for (const [name, id] of Object.entries(map(record) ?? {})) titles.set(String(id), name);
  return {
    id: whole ? own(record) : sheetId(record),
    name: whole ? ownName(record) : sheetName(record),
    titles,
    primary,
  };
}

/** The cells of a row by the titles of their columns: dates and amounts bare, people by their names. */
function valuesOf(row: Json, sheet: Sheet): Json {
  const values: Record<string, unknown> = {};
  for (const one of cells(row)) {
    const cell = asJson(one);
    if (!cell) continue;
    const name = sheet.titles.get(columnId(cell) ?? '') ?? title(cell);
    if (name === null) continue;
    values[name] = TITLES.budget?.includes(name.toLowerCase()) ? raw(cell) : shown(cell);
  }
  return values;
}

function plan(row: Json, values: Json, sheet: Sheet): Json {
  const byTitle = new Map(
    Object.entries(values).map(([name, value]) => [name.toLowerCase().trim(), value]),
  );
  const found = Object.entries(TITLES).map(([field, names]) => {
    const name = names.find((one) => there(byTitle.get(one)));
    return [field, name === undefined ? null : byTitle.get(name)] as const;
  });
  const fields: Record<string, unknown> = Object.fromEntries(found);
  const primary = sheet.primary === null ? null : values[sheet.primary];
  if (there(primary)) fields.name = primary;
  const id = rowId(row) ?? rowNumber(row) ?? joinId(text(fields.name), text(fields.start_at));
  return withDerived(row, {
    ...fields,
    start_at: dateOf(fields.start_at),
    end_at: dateOf(fields.end_at),
    budget: moneyOf(fields.budget),
    currency: codeOf(fields.currency),
    sheet_id: sheet.id ?? sheetId(row) ?? sheet.name ?? 'sheet',
    sheet: sheet.name ?? sheetName(row),
    row_id: id,
  });
}

const there = (value: unknown) => value !== null && value !== undefined && value !== '';
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** Sheets hold what people typed: `$1,200` is an amount, `1.200,50 €` too, `tbd` is none. */
function moneyOf(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'number' ? value : null;
  const plain = value.replace(/^[^\d-]+|\D+$/g, '').replace(/(\d)[\s’'](?=\d{3}(?!\d))/g, '$1');
  if (ENGLISH.test(plain)) return plain.replace(/,/g, '');
  return CONTINENTAL.test(plain) ? plain.replace(/\./g, '').replace(',', '.') : null;
}

const ENGLISH = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
const CONTINENTAL = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/;

const dateOf = (value: unknown) => (readInstant(value, 'UTC') === undefined ? null : value);

const codeOf = (value: unknown) =>
  typeof value === 'string' && isCurrency(value.trim().toUpperCase()) ? value : null;
