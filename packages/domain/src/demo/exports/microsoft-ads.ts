import { type Day, formatDay } from '../../shared/index.ts';
import type { FactRow } from '../../sources/index.ts';
import { ACCOUNTS } from '../company.ts';
import type { Column } from './print-table.ts';
import type { ExportView } from './view.ts';

/** A report whose preamble counts its rows; every cell is quoted. */
export function printMicrosoftAds({ from, to, rows, dim, whole, money }: ExportView): string[] {
  const american = (day: Day) => formatDay(day).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$2/$3/$1');
  const quoted = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(',');
  const columns: Column<FactRow>[] = [
    ['GregorianDate', (row) => american(row.day)],
    ['AccountName', () => ACCOUNTS.microsoft_ads.name],
    ['CampaignId', dim('campaign_id')],
    ['CampaignName', dim('campaign')],
    ['DeviceType', dim('device')],
    ['CurrencyCode', (row) => row.currency],
    ['Impressions', whole('ad_impressions')],
    ['Clicks', whole('ad_clicks')],
    ['Spend', money('ad_cost')],
    ['Conversions', money('ad_conversions')],
    ['Revenue', money('ad_conversion_value')],
  ];
  return [
    '"Report Name: Campaign performance"',
    `"Report Time: ${american(from)} - ${american(to)}"`,
    '"Time Zone: (GMT-05:00) Eastern Time (U.S. and Canada)"',
    '"Report Aggregation: Daily"',
    '"Report Filter: "',
    '"Potential Incomplete Data: false"',
    `"Rows: ${rows.length}"`,
    '',
    quoted(columns.map(([header]) => header)),
    ...rows.map((row) => quoted(columns.map(([, cell]) => cell(row)))),
    '',
    `"©${formatDay(to).slice(0, 4)} Microsoft Corporation. All rights reserved. "`,
  ];
}
