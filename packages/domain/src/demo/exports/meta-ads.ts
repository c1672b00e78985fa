import { formatDay } from '../../shared/index.ts';
import { ACCOUNTS } from '../company.ts';
import { printLine, printMoney, printTable, printWhole } from './print-table.ts';
import type { ExportView } from './view.ts';

/** A report by day and platform in euros; the first row is the account's total, with blank dimensions. */
export function printMetaAds({ rows, dim, whole, money, sum }: ExportView): string[] {
  const [header = '', ...lines] = printTable(
    [
      ['Day', (row) => formatDay(row.day)],
      ['Account name', () => ACCOUNTS.meta_ads.name],
      ['Campaign name', dim('campaign')],
      ['Campaign ID', dim('campaign_id')],
      ['Platform', dim('network')],
      ['Reach', whole('ad_reach')],
      ['Impressions', whole('ad_impressions')],
      ['Amount spent (EUR)', money('ad_cost')],
      ['Link clicks', whole('ad_clicks')],
      ['Results', whole('ad_conversions')],
      ['Purchases conversion value', money('ad_conversion_value')],
    ],
    rows,
  );
  const total = [
    ...['', ACCOUNTS.meta_ads.name, '', '', ''],
    // People seen twice are counted once, so the account's reach is no sum of the rows.
    '',
    printWhole(sum('ad_impressions')),
    printMoney(sum('ad_cost')),
    printWhole(sum('ad_clicks')),
    printWhole(sum('ad_conversions')),
    printMoney(sum('ad_conversion_value')),
  ];
  return [header, printLine(total), ...lines];
}
