import { type Issue, MopsError } from '@openmops/domain/shared';
import { amountReader, dayReader, detectTable } from '@openmops/domain/sources';
import { openTable, readRows } from '../imports/read/read-table.ts';

/** A column that is looked for, and the headings under which accounting systems have it. */
export type Wanted = { required: boolean; names: readonly string[] };

export type ReadTable<C extends string> = {
  rows: { line: number; cells: Record<C, string> }[];
  delimiter: string;
  /** Column → heading of the file. */
  columns: Partial<Record<C, string>>;
  /** Headings of the file that nothing is read from. */
  unused: string[];
  headers: string[];
};

const MOST_ROWS = 50_000;

/**
 * Reads a small table of a file by the headings of its columns. `given`: column → heading, where a
 * person says so. INVALID with the headings that are there when a needed one is missing.
 */
export async function readTableFile<C extends string>(
  path: string,
  wanted: Record<C, Wanted>,
  given: Partial<Record<C, string>> = {},
): Promise<ReadTable<C>> {
  const file = await openTable(path);
  const { complete } = file;
  const head =
    typeof file.head === 'string'
      ? { text: file.head, rows: null, complete }
      : { text: null, rows: file.head, complete };
  const { delimiter, sections } = detectTable(head);
  const [section] = sections;
  if (!section) throw new MopsError('INVALID', 'The file has no table.', 'Export it as CSV.');
  const headers = section.headers.map((header) => header.trim());
  const columns = chooseColumns(headers, wanted, given);
  const places = Object.entries(columns).map(([column, header]) => ({
    column: column as C,
    at: headers.indexOf(header as string),
  }));
  const rows: ReadTable<C>['rows'] = [];
  for await (const piece of readRows(file, delimiter)) {
    for (const { line, cells } of piece) {
      if (line <= section.headerLine || cells.every((cell) => cell.trim() === '')) continue;
      const named = places.map(({ column, at }) => [column, (cells[at] ?? '').trim()]);
      rows.push({ line, cells: { ...emptyCells(wanted), ...Object.fromEntries(named) } });
      if (rows.length > MOST_ROWS)
        throw new MopsError('LIMIT', `The file has more than ${MOST_ROWS} rows.`, 'Split it.');
    }
  }
  const used = new Set(Object.values(columns));
  const unused = headers.filter((header) => header !== '' && !used.has(header));
  return { rows, delimiter, columns, unused, headers };
}

function chooseColumns<C extends string>(
  headers: readonly string[],
  wanted: Record<C, Wanted>,
  given: Partial<Record<C, string>>,
): Partial<Record<C, string>> {
  const chosen: Partial<Record<C, string>> = {};
  const taken = new Set<string>();
  const all = Object.entries(wanted) as [C, Wanted][];
  for (const [column, heading] of Object.entries(given) as [C, string][]) {
    const found = headers.find((header) => plain(header) === plain(heading));
    if (found === undefined) throw noColumn(`“${heading}”`, headers);
    chosen[column] = found;
    taken.add(found);
  }
  for (const [column, { names }] of all) {
    if (chosen[column] !== undefined) continue;
    const words = names.map(plain);
    const found = headers.find((header) => words.includes(plain(header)) && !taken.has(header));
    if (found === undefined) continue;
    chosen[column] = found;
    taken.add(found);
  }
  const missing = all.filter(([column, { required }]) => required && chosen[column] === undefined);
  if (missing.length > 0)
    throw noColumn(missing.map(([column]) => `“${column}”`).join(', '), headers);
  return chosen;
}

const noColumn = (what: string, headers: readonly string[]) =>
  new MopsError(
    'INVALID',
    `The file has no column ${what}.`,
    `Its first line names: ${headers.slice(0, 20).join(', ')}. Say which is which with a mapping.`,
    { status: 422, headers },
  );

const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

const emptyCells = <C extends string>(wanted: Record<C, Wanted>) =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, ''])) as Record<C, string>;

/** Readers of a column, decided by all its cells; a column that can be read in two ways is refused. */
export function readersOf<C extends string>(
  table: ReadTable<C>,
  at: { day: C; amount: C; timeZone: string },
): { day: (cell: string) => number | null; amount: (cell: string) => number | null } {
  const cells = (column: C) => table.rows.map((row) => row.cells[column]);
  const day = dayReader(cells(at.day), { timeZone: at.timeZone, today: null });
  if (!day)
    throw ambiguous(
      `In “${table.columns[at.day]}” day and month cannot be told apart.`,
      '2026-01-31',
    );
  const amount = amountReader(cells(at.amount), table.delimiter);
  if (!amount) throw ambiguous(`“${table.columns[at.amount]}” can be read in two ways.`, '1234.50');
  return { day, amount };
}

const ambiguous = (message: string, example: string) =>
  new MopsError('INVALID', message, `Write it like ${example}.`, { status: 422 });

const SHOWN = 20;

/** Refuses a file with bad cells as a whole: nothing of it is booked. */
export function refuseBad(issues: readonly Issue[]): void {
  const [first] = issues;
  if (!first) return;
  throw new MopsError(
    'INVALID',
    issues.length === 1
      ? first.message
      : `${first.message} And ${issues.length - 1} more. Nothing was imported.`,
    first.hint,
    { status: 422, issues: issues.slice(0, SHOWN), count: issues.length },
  );
}

export function badCell(cell: {
  line: number;
  field: string | undefined;
  text: string;
  hint: string;
}): Issue {
  const { line, field, text, hint } = cell;
  return {
    code: 'bad_cell',
    severity: 'error',
    message: `Line ${line}: “${text.slice(0, 60)}” in ${field ?? 'a missing column'} cannot be used.`,
    hint,
    line,
    field: field ?? null,
  };
}
