import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { detectEncoding } from './detect-encoding.ts';
import { importText, lines, refusalOf, TODAY } from './test-import.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;

function utf16le(text: string): Uint8Array {
  const bytes = [0xff, 0xfe];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes.push(unit & 0xff, unit >> 8);
  }
  return new Uint8Array(bytes);
}

describe('encodings of real exports', () => {
  it('reads UTF-16LE with tabs under the name .csv (Google Ads)', () => {
    const found = detectEncoding(utf16le('Campaign report\nDay\tCost\n'));
    expect(found).toEqual({ encoding: 'utf-16le', bom: true });
    const { result } = importText(
      lines(
        'Campaign report',
        '"July 8, 2025 - July 9, 2025"',
        'Day\tCampaign\tCurrency code\tCost\tImpr.',
        '2025-07-08\tBrand\tEUR\t1.50\t"1,100"',
        '2025-07-09\tBrand\tEUR\t2.50\t900',
      ),
    );
    expect(result.totals).toEqual({ spend: 4, impressions: 2000 });
  });

  it('reads CRLF like LF', () => {
    const text = 'Day,Campaign,Campaign type,Cost,Impr.\r\n2026-01-01,A,Search,1.5,10\r\n';
    expect(importText(text).result.rows).toEqual({ read: 1, accepted: 1, rejected: 0, ignored: 0 });
  });

  it('tells Mac Roman by a byte that Windows-1252 does not define', () => {
    const head = new Uint8Array(
      [...'Fran'].map((c) => c.charCodeAt(0)).concat([0x8d, 0x61, 0x69, 0x73]),
    );
    expect(detectEncoding(head).encoding).toBe('macintosh');
  });
});

describe('Meta Business Suite', () => {
  const suite = (sep: string) =>
    lines(
      `sep=${sep}`,
      '"Reach"',
      `"Date"${sep}"Primary"`,
      `"2024-03-01T00:00:00"${sep}"12"`,
      `"2024-03-02T00:00:00"${sep}"15"`,
      '',
      '"Content interactions"',
      `"Date"${sep}"Primary"`,
      `"2024-03-01T00:00:00"${sep}"3"`,
    );

  const map = { columns: { Date: 'day', Primary: 'reach' } };

  it.each([[','], ['\t']])('reads the first of two titled blocks after sep=%s', (sep) => {
    const { detection, facts, result } = importText(suite(sep), { options: { map } });
    expect(detection.delimiter).toBe(sep);
    expect(detection.headerLine).toBe(3);
    expect(detection.otherTables).toEqual([{ title: 'Content interactions', headerLine: 8 }]);
    expect(facts.map((fact) => fact.values)).toEqual([[12_000_000], [15_000_000]]);
    // Reach is not additive: it is stored, and has no total.
    expect(result.totals).toEqual({});
    expect(result.ignoredReasons).toEqual({ blank: 1, footer: 1, other_table: 2 });
  });

  it('asks what “Primary” is instead of guessing', () => {
    expect(refusalOf(() => importText(suite(','))).code).toBe('no_measures');
  });
});

describe('Google Ads preambles and footers', () => {
  const header = 'Campaign,Campaign status,Currency code,Cost,Impr.,Clicks';

  it('takes no nested total for data, whichever column has the label', () => {
    const { result, facts, batch } = importText(
      lines(
        'Campaign report',
        '27 January 2026 - 23 February 2026',
        header,
        'Brand,Enabled,EUR,"1,200.50","9,380",120',
        'Generic,Paused,EUR,99.50,620,30',
        'Total: Campaigns, --,EUR,"1,300.00","10,000",150',
        ' --,Total: Search,EUR,"1,300.00","10,000",150',
        ' --, --,Total: Account,"1,300.00","10,000",150',
      ),
    );
    expect(result.rows).toEqual({ read: 5, accepted: 2, rejected: 0, ignored: 3 });
    expect(result.totals).toEqual({ spend: 1300, impressions: 10_000, clicks: 150 });
    expect(result.reconciled.map((one) => [one.measure, one.difference, one.label])).toEqual([
      ['spend', 0, 'Total: Campaigns'],
      ['impressions', 0, 'Total: Campaigns'],
      ['clicks', 0, 'Total: Campaigns'],
    ]);
    // No day column: each row covers the whole period and is not booked on its first day.
    expect(batch.shape).toBe('campaign~period');
    expect(facts[0]).toMatchObject({ day: day('2026-01-27'), dayTo: day('2026-02-23') });
  });

  it.each([
    'Total: Filtered keywords',
    'Total: All but removed keywords',
    'Total: Manager account',
    'Total: Other search terms',
    'Total',
  ])('knows the label %s', (label) => {
    const { result } = importText(
      lines(
        'Search keyword report',
        '1 September 2026 - 3 September 2026',
        'Search keyword,Currency code,Cost',
        'shoes,EUR,2',
        `${label}, --,2`,
      ),
    );
    expect(result.ignoredReasons).toEqual({ total_row: 1 });
    expect(result.totals).toEqual({ spend: 2 });
  });

  it.each([
    ['# Date de début : 20260101', '# Date de fin : 20260131'],
    ['# Fecha de inicio: 20260101', '# Fecha de finalización: 20260131'],
    ['# Data di inizio: 20260101', '# Data di fine: 20260131'],
    ['# Data de início: 20260101', '# Data de término: 20260131'],
    ['# Startdatum: 20260101', '# Enddatum: 20260131'],
    ['# Begindatum: 20260101', '# Einddatum: 20260131'],
  ])('reads the period of the comments %s and %s', (from, to) => {
    const { facts } = importText(lines(from, to, 'Country,Sessions,Engaged sessions', 'Peru,5,4'));
    expect(facts[0]).toMatchObject({ day: day('2026-01-01'), dayTo: day('2026-01-31') });
  });

  it('counts rows of all time only where all time is asked for, and says so', () => {
    const text = lines('Campaign report', 'All time', header, 'Brand,Enabled,EUR,1,2,3');
    const all = importText(text);
    expect(all.facts[0]).toMatchObject({ day: day('2000-10-23'), dayTo: TODAY });
    const [told] = all.result.issues.filter((issue) => issue.code === 'all_time');
    expect(told).toMatchObject({ severity: 'warning' });
    expect(told?.hint).toContain('Day');
    const period = { from: '2026-01-01', to: '2026-01-31' };
    const { facts } = importText(text, { options: { map: { columns: {}, period } } });
    expect(facts[0]).toMatchObject({ day: day('2026-01-01'), dayTo: day('2026-01-31') });
  });
});

describe('cells', () => {
  const file = (...cells: string[]) =>
    lines(
      'Day,Campaign,Campaign type,Currency code,Cost,Impr.',
      `2026-02-05,A,Search,EUR,${cells.join(',')}`,
    );

  it('reads -- as not applicable', () => {
    expect(importText(file(' --', '5')).facts[0]?.values).toEqual([null, 5_000_000]);
  });

  it.each(['< 10%', '> 90%', '<10'])('never turns the censored %s into a number', (cell) => {
    const { facts, result } = importText(file('1', cell));
    expect(facts[0]?.values).toEqual([1_000_000, null]);
    expect(result.issues[0]).toMatchObject({ code: 'censored_value', severity: 'info', line: 2 });
  });

  it('reads US$3.38, Thu, 5 Feb 2026 and an en dash', () => {
    const { facts, detection } = importText(
      lines('Day,Campaign type,Age,Cost,Impr.', '"Thu, 5 Feb 2026",Search,18–24,US$3.38,"9,380"'),
    );
    expect(detection.currency).toBe('USD');
    expect(facts[0]).toMatchObject({
      day: day('2026-02-05'),
      currency: 'USD',
      values: [3_380_000, 9_380_000_000],
    });
    expect(facts[0]?.dims).toContain('18–24');
  });

  it('takes the cost in the account’s currency, not the converted one', () => {
    const { result } = importText(
      lines(
        'Day,Campaign,Currency code,Cost,Converted currency code,Cost (Converted currency),Impr.',
        '2026-01-01,A,GBP,2235.33,EUR,2570.39,10',
      ),
    );
    expect(result).toMatchObject({ currency: 'GBP', totals: { spend: 2235.33, impressions: 10 } });
  });

  it('keeps the quotes of an exact-match keyword', () => {
    const { facts, batch } = importText(
      lines('Day,Search keyword,Currency code,Cost', '2026-01-01,"""car wash""",EUR,1'),
    );
    expect(facts[0]?.dims[batch.dims.indexOf('keyword')]).toBe('"car wash"');
  });
});

describe('totals that do not add up by design', () => {
  it('shows what search terms hide of the account', () => {
    const { result } = importText(
      lines(
        'Search terms report',
        '1 September 2026 - 30 September 2026',
        'Search term,Match type,Currency code,Cost,Impr.',
        'red shoes,Broad,EUR,10.00,100',
        'blue shoes,Broad,EUR,5.00,50',
        'Total: Search terms, --,EUR,15.00,150',
        'Total: Other search terms, --,EUR,45.00,600',
        'Total: Account, --,EUR,60.00,750',
      ),
    );
    expect(result.totals).toEqual({ spend: 15, impressions: 150 });
    expect(result.reconciled).toContainEqual({
      measure: 'spend',
      file: 15,
      imported: 15,
      difference: 0,
      label: 'Total: Search terms',
      line: 6,
    });
    expect(result.reconciled).toContainEqual({
      measure: 'spend',
      file: 60,
      imported: 15,
      difference: -45,
      label: 'Total: Account',
      line: 8,
    });
    expect(result.issues).toContainEqual(
      expect.objectContaining({ code: 'hidden_detail', severity: 'info' }),
    );
  });

  it('keeps the three cards of Search Console apart by their shape', () => {
    const period = { from: '2026-09-01', to: '2026-09-30' };
    const card = (header: string, row: string) =>
      importText(lines(`${header},Clicks,Impressions,CTR,Position`, row), {
        options: { map: { columns: {}, period } },
      });
    expect(card('Top queries', 'larkfield,12,285,4.21%,3.5').batch.shape).toBe(
      'search_term~period',
    );
    expect(card('Top pages', 'https://a.example/,12,832,1.44%,7').batch.shape).toBe('page~period');
    const devices = card('Device', 'Mobile,12,1320,0.9%,7.25');
    expect(devices.batch.shape).toBe('device~period');
    expect(devices.detection.ignored).toHaveProperty('CTR');
    // A mean position is stored as position × impressions, which can be added.
    expect(devices.batch.measures).toEqual([
      'serp_clicks',
      'serp_impressions',
      'serp_position_x_impressions',
    ]);
    expect(devices.facts[0]?.values[2]).toBe(9_570_000_000);
  });
});
