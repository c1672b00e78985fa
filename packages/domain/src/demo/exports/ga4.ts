import { type Day, formatDay } from '../../shared/index.ts';
import type { FactRow } from '../../sources/index.ts';
import { type Column, printLine, printTable, printWhole } from './print-table.ts';
import type { ExportView } from './view.ts';

const MEASURES = [
  ['Sessions', 'sessions'],
  ['Engaged sessions', 'engaged_sessions'],
  ['Key events', 'key_events'],
  ['Views', 'page_views'],
  ['New users', 'new_users'],
  ['User engagement', 'engagement_seconds'],
] as const;

const RULE = '# ----------------------------------------';

/** Traffic acquisition: comment lines above, and a grand total whose label stands after the last column. */
export function printGa4({ from, to, rows, dim, whole, sum }: ExportView): string[] {
  const compact = (day: Day) => formatDay(day).replaceAll('-', '');
  const columns: Column<FactRow>[] = [
    ['Date', (row) => compact(row.day)],
    ['Session campaign', dim('campaign')],
    ['Session default channel group', dim('channel')],
    ['Country', dim('country')],
    ['Device category', dim('device')],
    ['Session source', dim('utm_source')],
    ['Session medium', dim('medium')],
    ...MEASURES.map(([header, id]): Column<FactRow> => [header, whole(id)]),
  ];
  const blank = Array.from({ length: columns.length - MEASURES.length }, () => '');
  const totals = MEASURES.map(([, id]) => printWhole(sum(id)));
  return [
    RULE,
    '# Traffic acquisition',
    '# Account: Larkfield Instruments',
    '# Property: larkfield.example',
    RULE,
    '#',
    '# All Users',
    `# Start date: ${compact(from)}`,
    `# End date: ${compact(to)}`,
    ...printTable(columns, rows),
    printLine([...blank, ...totals, 'Grand total']),
  ];
}
