import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, table, UsageError, type Values } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import type { InvoicesImported } from './import-invoices.ts';
import type { OrdersImported } from './import-orders.ts';
import type { BudgetPace } from './pace.ts';
import type { BudgetSummary } from './summary.ts';

const money = (value: number | null) =>
  value === null
    ? null
    : value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const summary: Command = {
  name: 'budget summary',
  usage: '[--year N] [--by team|channel|costCentre|goal|quarter]',
  summary: 'What of a year’s budget is planned, promised, spent and free.',
  options: { year: { type: 'string' }, by: { type: 'string' } },
  async run({ values, client }) {
    const found = await client.call<BudgetSummary>('budgets.summary', {
      ...yearOf(values),
      ...(values.by === undefined ? {} : { by: values.by }),
    });
    return { json: found, text: () => summaryText(found) };
  },
};

function summaryText(found: BudgetSummary): string {
  const { invoices, platforms } = found.actualFrom;
  const lines: [string, string | null][] = [
    ['total', money(found.total)],
    ['− actual', money(found.actual)],
    ['    from invoices', money(invoices)],
    ['    from platforms', money(platforms)],
    ['− committed', money(found.committed)],
    ['− planned', money(found.planned)],
    ['= available', money(found.available)],
  ];
  const width = Math.max(...lines.map(([, value]) => value?.length ?? 0));
  return [
    `${found.name}, ${found.state}, in ${found.currency}`,
    '',
    ...lines.map(([name, value]) => `${name.padEnd(20)} ${(value ?? '–').padStart(width)}`),
    '',
    table(
      [found.by, 'baseline', 'forecast', 'actual', 'committed'],
      found.rows.map((row) => [
        row.label,
        ...[row.baseline, row.forecast, row.actual, row.committed].map(money),
      ]),
    ),
    ...found.warnings.map(({ message, hint }) => `\n${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

const pace: Command = {
  name: 'budget pace',
  usage: '[--by channel|team|costCentre|goal|line] [--from DAY --to DAY] [--as-of DAY] [--year N]',
  summary: 'How spending keeps to its plan: expected by now, pace, projected end, needed each day.',
  options: {
    by: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    'as-of': { type: 'string' },
    year: { type: 'string' },
  },
  async run({ values, client }) {
    const { by, from, to, 'as-of': asOf } = values;
    const given = Object.entries({ by, from, to, asOf }).filter(([, value]) => value !== undefined);
    const asked = { ...yearOf(values), ...Object.fromEntries(given) };
    const found = await client.call<BudgetPace>('budgets.pace', asked);
    return { json: found, text: () => paceText(found) };
  },
};

function paceText(found: BudgetPace): string {
  const rows = [...found.rows, found.total].map((row) => [
    row.label,
    ...[row.planned, row.expected, row.actual].map(money),
    row.pace === null ? null : row.pace.toFixed(3),
    ...[row.projected, row.requiredPerDay].map(money),
    row.state,
  ]);
  const headings = ['planned', 'expected', 'actual', 'pace', 'projected', 'needed a day', 'state'];
  const days = `day ${found.daysPassed} of ${found.days}`;
  return `${found.from} to ${found.to}, ${days}, in ${found.currency}\n\n${table([found.by, ...headings], rows)}`;
}

const importInvoices: Command = {
  name: 'invoices import',
  usage: 'FILE [--map FILE.json] [--dry-run]',
  summary: 'Books a file of invoices: matched where it is certain, waiting where not.',
  options: { map: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals: [path = ''], values, client }) {
    const columns = await columnsOf(values);
    const { upload } = await client.upload(path, path === '-' ? 'invoices.csv' : basename(path));
    const dryRun = values['dry-run'] === true;
    const asked = { upload, dryRun, columns };
    const done = await client.call<InvoicesImported>('expenses.import', asked);
    return { json: done, text: () => invoicesText(done) };
  },
};

function invoicesText(done: InvoicesImported): string {
  const { rows, matched, unmatched, splitProposed, duplicates, numberTaken } = done;
  if (done.unchanged) return `${done.file} was imported before: 0 new.`;
  const counts = [
    `${matched} matched`,
    `${unmatched} unmatched`,
    `${splitProposed} with a split proposed`,
    `${duplicates} refused as duplicates`,
    ...(numberTaken > 0 ? [`${numberTaken} refused for their number`] : []),
  ];
  return [
    `${done.file}: ${rows} rows, ${done.new} ${done.dryRun ? 'would be new' : 'new'}: ${counts.join(', ')}.`,
    ...done.outcomes.map(
      (one) => `line ${one.line}  ${one.number}, ${one.vendor}  ${one.outcome}: ${one.reason}`,
    ),
    ...(done.unused.length > 0 ? [`Not read: ${done.unused.join(', ')}`] : []),
  ].join('\n');
}

const importOrders: Command = {
  name: 'orders import',
  usage: 'FILE [--dry-run] [--map FILE.json]',
  summary: 'Brings in a file of orders that are approved elsewhere.',
  options: { 'dry-run': { type: 'boolean' }, map: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals: [path = ''], values, client }) {
    const columns = await columnsOf(values);
    const { upload } = await client.upload(path, path === '-' ? 'orders.csv' : basename(path));
    const dryRun = values['dry-run'] === true;
    const asked = { upload, dryRun, columns };
    const done = await client.call<OrdersImported>('commitments.import', asked);
    const { file, rows, known, unchanged, overCommitted } = done;
    const fresh = `${done.new} ${done.dryRun ? 'would be new' : 'new'}`;
    const text = unchanged
      ? `${file} was imported before: 0 new.`
      : `${file}: ${rows} rows, ${fresh}, ${known} known, ${done.withoutLine} without a line${
          overCommitted > 0 ? `, ${overCommitted} for more than is available` : ''
        }.`;
    return { json: done, text: () => text };
  },
};

function yearOf({ year }: Values): { fiscalYear?: number } {
  if (year === undefined) return {};
  const fiscalYear = Number(year);
  if (!Number.isInteger(fiscalYear)) throw new UsageError(`--year ${String(year)} is no year.`);
  return { fiscalYear };
}

/** `--map`: a JSON file that says which heading is which column. */
async function columnsOf({ map }: Values): Promise<Record<string, string>> {
  if (map === undefined) return {};
  const text = await readFile(typedPath(String(map)), 'utf8');
  try {
    return (JSON.parse(text) as { columns: Record<string, string> }).columns;
  } catch {
    throw new UsageError(
      `${String(map)} is no JSON. It looks like {"columns": {"number": "Beleg"}}.`,
    );
  }
}

export const budgetCommands = [summary, pace];
export const invoiceCommands = [importInvoices];
export const orderCommands = [importOrders];
