import { type Customer, summarisePurchases } from '@openmops/domain/lifetime';
import { type Day, MopsError, parseDay } from '@openmops/domain/shared';
import { type FileRow, numberIn, readColumns } from '../../cli/read-columns.ts';

export type NamedCustomer = Customer & { customer: string };

/** Customers of a file: one line for each purchase, or one for each customer. */
export async function readCustomers(
  path: string,
  { asOf, unitDays }: { asOf: string | null; unitDays: number },
): Promise<NamedCustomer[]> {
  const rows = await readColumns(path, []);
  const headings = Object.keys(rows[0]?.cells ?? {});
  if (headings.includes('frequency')) {
    checkHeadings(path, headings, ['frequency', 'recency', 'age']);
    return rows.map((row, index) => summarised({ path, row }, index));
  }
  checkHeadings(path, headings, ['customer', 'date']);
  const purchases = rows.map((row) => ({
    customer: row.cells.customer ?? '',
    day: dayIn({ path, row }),
    value: headings.includes('value') ? valueIn({ path, row }) : 0,
  }));
  const end = asOf === null ? latest(purchases) : parseDay(asOf);
  if (end === null) {
    throw new MopsError('INVALID', `${asOf} is no date.`, 'Write it as 2026-01-31.');
  }
  const customers = summarisePurchases(purchases, { endDay: end, unitDays });
  if (headings.includes('value')) return customers;
  return customers.map(({ meanValue: _, ...rest }) => rest);
}

type Line = { path: string; row: FileRow };

function summarised({ path, row }: Line, index: number): NamedCustomer {
  const number = (column: string) => numberIn({ path, row, column });
  const value = row.cells.value ?? '';
  return {
    customer: row.cells.customer || String(index + 1),
    frequency: number('frequency'),
    recency: number('recency'),
    age: number('age'),
    ...(value !== '' && { meanValue: number('value') }),
  };
}

function valueIn({ path, row }: Line): number {
  return (row.cells.value ?? '') === '' ? 0 : numberIn({ path, row, column: 'value' });
}

/** `2026-01-31`, `20260131`, or an instant that begins so. */
function dayIn({ path, row }: Line): Day {
  const text = row.cells.date ?? '';
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const day = parseDay(compact ? compact.slice(1).join('-') : text.slice(0, 10));
  if (day !== null) return day;
  throw new MopsError(
    'INVALID',
    `${path}, line ${row.line}, column “date”: “${text}” is no date.`,
    'Write dates as 2026-01-31.',
  );
}

const latest = (purchases: readonly { day: Day }[]) =>
  purchases.reduce((last, { day }) => Math.max(last, day), Number.NEGATIVE_INFINITY);

function checkHeadings(path: string, headings: string[], needed: string[]): void {
  if (needed.every((name) => headings.includes(name))) return;
  throw new MopsError(
    'INVALID',
    `${path} has neither purchases nor customers.`,
    `Its first line names: ${headings.join(', ') || 'nothing'}. Needed: customer, date, value; or frequency, recency, age.`,
  );
}
