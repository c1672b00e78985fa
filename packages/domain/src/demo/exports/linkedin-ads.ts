import { type Day, formatDay } from '../../shared/index.ts';
import { ACCOUNTS } from '../company.ts';
import { printLine, printMoney, printTable, printWhole } from './print-table.ts';
import type { ExportView } from './view.ts';

/** A campaign performance report in kronor, with American dates that its preamble explains. */
export function printLinkedInAds(view: ExportView): string[] {
  const { from, to, rows, dim, whole, money, sum } = view;
  const account = ACCOUNTS.linkedin_ads;
  const american = (day: Day) => formatDay(day).replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1');
  return [
    'Campaign Performance Report (in UTC)',
    `Report Start: ${american(from)}, Report End: ${american(to)}`,
    '',
    ...printTable(
      [
        ['Start Date (in UTC)', (row) => american(row.day)],
        ['Account Name', () => account.name],
        ['Campaign Name', dim('campaign')],
        ['Campaign ID', dim('campaign_id')],
        ['Total Spent', money('ad_cost')],
        ['Impressions', whole('ad_impressions')],
        ['Clicks', whole('ad_clicks')],
        ['Conversions', whole('ad_conversions')],
        ['Total Conversion Value', money('ad_conversion_value')],
        ['Leads', whole('ad_leads')],
        ['Currency', (row) => row.currency],
      ],
      rows,
    ),
    printLine([
      'Total',
      ...['', '', ''],
      printMoney(sum('ad_cost')),
      printWhole(sum('ad_impressions')),
      printWhole(sum('ad_clicks')),
      printWhole(sum('ad_conversions')),
      printMoney(sum('ad_conversion_value')),
      printWhole(sum('ad_leads')),
      account.currency,
    ]),
  ];
}
