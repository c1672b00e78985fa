import { formatDay } from '../../shared/index.ts';
import { ACCOUNTS } from '../company.ts';
import { printCount, printLine, printLongDate, printMoney, printTable } from './print-table.ts';
import type { ExportView } from './view.ts';

const CAMPAIGN_TYPES: Record<string, string> = {
  'Paid Search': 'Search',
  'Paid Video': 'Video',
  Display: 'Display',
};

/** A campaign report: title and dates above the table, the same total twice below it. */
export function printGoogleAds({ from, to, rows, dim, count, money, sum }: ExportView): string[] {
  const sums = [
    'USD',
    printCount(sum('ad_impressions')),
    printCount(sum('ad_clicks')),
    printMoney(sum('ad_cost')),
    printMoney(sum('ad_conversions')),
    printMoney(sum('ad_conversion_value')),
  ];
  const channel = dim('channel');
  return [
    'Campaign performance',
    printLine([`${printLongDate(from)} - ${printLongDate(to)}`]),
    ...printTable(
      [
        ['Day', (row) => formatDay(row.day)],
        ['Account name', () => ACCOUNTS.google_ads.name],
        ['Campaign ID', dim('campaign_id')],
        ['Campaign', dim('campaign')],
        ['Campaign type', (row) => CAMPAIGN_TYPES[channel(row)] ?? ''],
        ['Device', dim('device')],
        ['Currency code', (row) => row.currency],
        ['Impr.', count('ad_impressions')],
        ['Clicks', count('ad_clicks')],
        ['Cost', money('ad_cost')],
        ['Conversions', money('ad_conversions')],
        ['Conv. value', money('ad_conversion_value')],
      ],
      rows,
    ),
    printLine(['Total: Campaigns', ' --', ' --', ' --', ' --', ' --', ...sums]),
    printLine(['Total: Account', ' --', ' --', ' --', ' --', ' --', ...sums]),
  ];
}
