import type { KpiAnswer } from '@openmops/domain/kpi';
import type { ImportReport } from '@openmops/domain/sources';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { importFile } from './import-file.ts';
import { uploadFile } from './upload-file.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());

type Asked = { kpis: string[]; from: string; to: string; by?: string[] };
type Imported = { report: ImportReport; ask(asked: Asked): Promise<KpiAnswer> };

/** Imports into a workspace of its own. */
async function imported(bytes: Uint8Array | string, options = {}): Promise<Imported> {
  const scope = instance.scope({ kind: 'local' }, await instance.addWorkspace());
  async function* body() {
    yield Buffer.from(bytes);
  }
  const { upload } = await uploadFile.call(scope, { name: 'report', body: body() });
  const report = await importFile.call(scope, { upload, options });
  return { report, ask: (asked) => readKpi.call(scope, asked) };
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** One export as each platform writes it, and the numbers that it says. */
const EXPORTS: {
  source: string;
  bytes: Uint8Array | string;
  from: string;
  to: string;
  values: Record<string, number | null>;
  /** What the person says, where the file alone does not tell. */
  options?: { source: string };
}[] = [
  {
    source: 'google_ads',
    bytes: utf16(
      [
        'Campaign report',
        '"July 8, 2026 - July 9, 2026"',
        'Day\tCampaign\tCurrency code\tImpr.\tClicks\tCost\tConversions',
        '2026-07-08\tBrand\tEUR\t"1,204"\t41\t172.45\t2.00',
        '2026-07-09\tBrand\tEUR\t"1,180"\t39\t165.10\t1.50',
        'Total: Campaigns\t --\tEUR\t"2,384"\t80\t337.55\t3.50',
        'Total: Account\t --\tEUR\t"2,384"\t80\t337.55\t3.50',
      ].join('\r\n'),
    ),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { spend: 337.55, impressions: 2384, clicks: 80, conversions: 3.5 },
  },
  {
    source: 'microsoft_ads',
    bytes: [
      '"Report Name: Campaigns"',
      '"Report Time: 7/8/2026 - 7/9/2026"',
      '"Rows: 2"',
      '',
      '"TimePeriod","AccountName","CampaignName","CampaignId","CurrencyCode","Impressions","Clicks","Spend"',
      '"7/8/2026","acme","Brand","77","EUR","100","5","12.34"',
      '"7/9/2026","acme","Brand","77","EUR","200","6","20.00"',
      '',
      '"©2026 Microsoft Corporation. All rights reserved. "',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { spend: 32.34, impressions: 300, clicks: 11 },
  },
  {
    source: 'meta_ads',
    bytes: [
      'Day,Campaign name,Amount spent (EUR),Impressions,Link clicks,Reach',
      ',,30.50,3000,60,1500',
      '2026-07-08,Launch,10.25,1000,20,700',
      '2026-07-09,Launch,20.25,2000,40,1200',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { spend: 30.5, impressions: 3000 },
  },
  {
    source: 'linkedin_ads',
    bytes: utf16(
      [
        'Campaign Performance Report (in UTC)',
        'Report Start: 07/08/2026, Report End: 07/09/2026',
        '',
        'Start Date (in UTC)\tAccount Name\tCampaign Name\tCampaign ID\tTotal Spent\tImpressions\tClicks\tCurrency',
        '07/08/2026\tAcme\tLeads\t11\t"1,234.50"\t10000\t200\tEUR',
        '07/09/2026\tAcme\tLeads\t11\t100.00\t2000\t40\tEUR',
      ].join('\n'),
    ),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { spend: 1334.5, impressions: 12000, clicks: 240 },
  },
  {
    source: 'x_ads',
    bytes: [
      'Fecha;Nombre de la campaña;Importe gastado;Impresiones;Clics en el enlace',
      '2026-07-08;Otoño;1.234,50 €;10.000;200',
      '2026-07-09;Otoño;65,50 €;2.000;40',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { spend: 1300, impressions: 12000 },
  },
  {
    source: 'ga4',
    bytes: [
      '# ----------------------------------------',
      '# Traffic acquisition',
      '# Start date: 20260708',
      '# End date: 20260709',
      '# ----------------------------------------',
      'Date,Session default channel group,Sessions,Engaged sessions,Key events',
      '20260708,Organic Search,100,60,4',
      '20260709,Paid Search,50,40,6',
      ',,150,100,10,Grand total',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { sessions: 150, engaged_sessions: 100, key_events: 10, engagement_rate: 100 / 150 },
  },
  {
    source: 'mailchimp',
    bytes: [
      'Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,Total Bounces,Times Forwarded,Forwarded Opens,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Abuse Complaints',
      'July news,Hello,Customers,"Jul 8, 2026 10:00 am",Wednesday,1000,990,6,4,10,0,0,400,40.40%,600,50,5.05%,70,3,1',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { emails_sent: 1000, emails_delivered: 990 },
  },
  {
    source: 'klaviyo',
    bytes: [
      'Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Placed Order,Placed Order Rate,Revenue,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Spam Complaints,Spam Complaints Rate,Successful Deliveries,Bounces,Bounce Rate,Campaign ID,Campaign Channel',
      'Promo | Free shipping,"a, b",Hi,All,2026-07-08 11:00:00,Wednesday,1000.0,23.0,2.3%,1222.91,480.0,48.48%,700.0,77.0,7.8%,90.0,4.0,1.0,0.1%,990.0,10.0,1%,01JQ,Email',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: { emails_sent: 1000, emails_delivered: 990 },
  },
  {
    source: 'search_console',
    bytes:
      'Date,Clicks,Impressions,CTR,Position\n2026-07-08,10,100,10%,4.5\n2026-07-09,20,300,6.67%,5.5\n',
    from: '2026-07-01',
    to: '2026-07-31',
    values: { 'seo.clicks': 30, 'seo.impressions': 400 },
    options: { source: 'search_console' },
  },
  {
    source: 'salesforce',
    bytes: [
      'Opportunity ID,Opportunity Name,Stage,Amount,Amount Currency,Close Date,Created Date,Opportunity Owner,Lead Source',
      '0061,Deal one,Closed Won,1200.50,EUR,2026-07-09,2026-07-01,Ann,Web',
      '0062,Deal two,Prospecting,300.00,EUR,2026-08-09,2026-07-02,Bob,Event',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: {},
  },
  {
    source: 'hubspot',
    bytes: [
      'Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Became a Lead Date,Became a Marketing Qualified Lead Date,Original Source',
      '101,Ann,Lee,ann@example.com,marketingqualifiedlead,2026-07-01 10:00,2026-07-01,2026-07-03,Organic Search',
      '102,Bob,Ray,bob@example.com,lead,2026-07-02 10:00,2026-07-02,,Paid Search',
    ].join('\n'),
    from: '2026-07-01',
    to: '2026-07-31',
    values: {},
  },
];

describe('exports of platforms', () => {
  for (const { source, bytes, from, to, values, options } of EXPORTS) {
    it(`gives the numbers that ${source} printed`, async () => {
      const { report, ask } = await imported(bytes, options);
      expect(report.source).toBe(source);
      expect(report.rows.read).toBe(
        report.rows.accepted + report.rows.rejected + report.rows.ignored,
      );
      for (const { difference } of report.reconciled) expect(difference).toBe(0);
      const kpis = Object.keys(values);
      if (kpis.length === 0) return;
      const answer = await ask({ kpis, from, to });
      expect(answer.rows.map((row) => row.values)).toEqual([values]);
    });
  }

  it('gives the same numbers for every way of writing the same export', async () => {
    const header = ['Day', 'Campaign', 'Currency code', 'Impr.', 'Clicks', 'Cost'];
    const rows = Array.from({ length: 40 }, (_, row) => {
      const day = `2026-07-${String((row % 20) + 1).padStart(2, '0')}`;
      return [day, `Campaign ${row % 4}`, 'EUR', row * 10, row, row / 4];
    });
    const csv = (lines: (string | number)[][], end = '\n') =>
      lines.map((line) => line.join(',')).join(end);
    const plain = [header, ...rows];
    const moved = plain.map((line) => [...line.slice(3), ...line.slice(0, 3)]);
    const variants: (Uint8Array | string)[] = [
      csv(plain),
      `\ufeff${csv(plain, '\r\n')}\r\n`,
      utf16(csv(plain).replaceAll(',', '\t')),
      csv([header, ...rows.toReversed()]),
      csv(moved),
      await writeXlsx({ sheets: [{ name: 'Report', rows: plain }] }),
    ];
    const asked = { kpis: ['spend', 'impressions', 'cpc'], from: '2026-07-01', to: '2026-07-31' };
    const answers = [];
    for (const bytes of variants) {
      const { report, ask } = await imported(bytes, { source: 'google_ads' });
      const { rows: found } = await ask({ ...asked, by: ['campaign'] });
      answers.push({ totals: report.totals, rows: report.rows, found });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.totals).toMatchObject({ spend: 195, impressions: 7800, clicks: 780 });
  });

  it('does not add reach, and says why', async () => {
    const { ask } = await imported(EXPORTS.find((one) => one.source === 'meta_ads')?.bytes ?? '');
    const answer = await ask({ kpis: ['paid.reach'], from: '2026-07-01', to: '2026-07-31' });
    expect(answer.rows.every((row) => row.values['paid.reach'] === null)).toBe(true);
    expect(answer.notes.length).toBeGreaterThan(0);
  });

  it('does not book rows of a period on its first day', async () => {
    const { report, ask } = await imported(
      [
        'Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions',
        '2026-07-01,2026-07-31,Launch,310.00,31000',
      ].join('\n'),
    );
    expect(report.period).toEqual({ from: '2026-07-01', to: '2026-07-31' });
    const whole = await ask({ kpis: ['spend'], from: '2026-07-01', to: '2026-07-31' });
    expect(whole.rows[0]?.values.spend).toBe(310);
    const day = await ask({ kpis: ['spend'], from: '2026-07-01', to: '2026-07-01' });
    expect(day.rows[0]?.values.spend ?? 0).toBe(0);
    expect(day.notes.length).toBeGreaterThan(0);
  });
});
