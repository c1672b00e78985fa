import { describe, expect, it } from 'vitest';
import { parseDay } from '../shared/day.ts';
import { importText, lines, refusalOf } from './test-import.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;

describe('Meta Ads', () => {
  it('leaves out the account total in the first row, and compares with it', () => {
    const { result } = importText(
      lines(
        'Reporting starts,Reporting ends,Day,Campaign name,Ad set name,Reach,Amount spent (EUR),Impressions',
        '2026-09-01,2026-09-02,,,,900,30.30,3000',
        '2026-09-01,2026-09-02,2026-09-01,A,one,600,10.10,1000',
        '2026-09-01,2026-09-02,2026-09-02,A,two,700,20.20,2000',
      ),
    );
    expect(result.rows).toEqual({ read: 3, accepted: 2, rejected: 0, ignored: 1 });
    expect(result.totals).toEqual({ spend: 30.3, impressions: 3000 });
    expect(result.reconciled.map((one) => one.difference)).toEqual([0, 0]);
  });

  it('gives a region report and an ad report of one account two shapes with equal sums', () => {
    const region = importText(
      lines(
        'Month,Region,Reach,Amount spent (EUR)',
        '2024-03-01 - 2024-03-11,Bavaria,70,10.10',
        '2024-03-01 - 2024-03-11,Saxony,40,5.05',
      ),
    );
    const ads = importText(
      lines('Month,Ad name,Reach,Amount spent (EUR)', '2024-03-01 - 2024-03-11,One,90,15.15'),
    );
    expect([region.batch.shape, ads.batch.shape]).toEqual(['region~period', 'ad~period']);
    expect(region.result.totals).toEqual(ads.result.totals);
    expect(region.facts[0]).toMatchObject({ day: day('2024-03-01'), dayTo: day('2024-03-11') });
  });

  it('books a file without days on its period; Ends is no end of it', () => {
    const { facts, result, batch } = importText(
      lines(
        'Campaign name,Campaign delivery,Reporting starts,Reporting ends,Results,Result indicator,Reach,Impressions,Amount spent (SAR),Link clicks,Ends',
        'A,active,2025-10-01,2025-10-31,5,lead,100,2000,350.75,40,2026-12-31',
      ),
    );
    expect(batch.shape).toBe('campaign~period');
    expect(facts[0]).toMatchObject({
      day: day('2025-10-01'),
      dayTo: day('2025-10-31'),
      currency: 'SAR',
    });
    expect(result.period).toEqual({ from: '2025-10-01', to: '2025-10-31' });
  });

  it('knows a column of months by any row, also when the first months have one day', () => {
    const rows = Array.from({ length: 30 }, () => '2024-03-31 - 2024-03-31,Bavaria,1');
    const april = '2024-04-01 - 2024-04-30,Bavaria,5';
    const { result, batch } = importText(lines('Month,Region,Amount spent (EUR)', ...rows, april));
    expect(batch.shape).toBe('region~period');
    expect(result.rows).toEqual({ read: 31, accepted: 31, rejected: 0, ignored: 0 });
  });

  it('does not book a period on its first day when its end is not in the file', () => {
    const text = lines('Campaign name,Reporting starts,Amount spent (EUR)', 'A,2025-10-01,5');
    expect(refusalOf(() => importText(text)).code).toBe('no_day');
  });

  it('refuses an empty export with the words of its own', () => {
    const header = 'Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)';
    expect(refusalOf(() => importText(lines(header, 'No data available.'))).code).toBe('no_data');
    expect(refusalOf(() => importText('No data available.\n')).code).toBe('no_data');
    expect(refusalOf(() => importText(lines(header))).code).toBe('no_data');
  });
});

describe('overview cards of Google Ads', () => {
  it('reads its time series', () => {
    const { detection, result } = importText(
      lines(
        'Date,Clicks,Impressions,Avg. CPC,Cost',
        '"Thu, 5 Feb 2026","1,380","9,380",US$2.45,"US$3,380.50"',
        '"Fri, 6 Feb 2026",12,300,US$1.00,US$12.00',
      ),
    );
    expect(detection.source).toBe('google_ads');
    expect(result).toMatchObject({
      currency: 'USD',
      totals: { clicks: 1392, impressions: 9680, spend: 3392.5 },
    });
  });

  it('does not take weekdays for days', () => {
    const refused = refusalOf(() =>
      importText(
        lines('Day,Hour,Impressions,Avg. CPC,Cost', 'Monday,12 AM,5,1,5', 'Tuesday,1 AM,6,1,6'),
      ),
    );
    expect(refused.code).toBe('no_day');
  });
});

describe('Google Analytics 4', () => {
  const comment = [
    '# ----------------------------------------',
    '# Traffic acquisition',
    '# Start date: 20231009',
    '# End date: 20231011',
    '# ----------------------------------------',
  ];

  it('reads a plain table', () => {
    const { result } = importText(
      lines(
        'Date,Session default channel group,Sessions,Engaged sessions,Engagement rate',
        '20231010,Direct,10,6,0.6',
        '20231009,Email,5,5,1',
      ),
    );
    expect(result.totals).toEqual({ sessions: 15, engaged_sessions: 11 });
    expect(result.period).toEqual({ from: '2023-10-09', to: '2023-10-10' });
  });

  it('reads a table below a comment block; Nth day counts from its start date', () => {
    const { facts, detection } = importText(
      lines(...comment, 'Nth day,Active users,Sessions', '0000,10,12', '0002,7,9'),
    );
    expect(detection.headerLine).toBe(6);
    expect(facts.map((fact) => fact.day)).toEqual([day('2023-10-09'), day('2023-10-11')]);
  });

  it('covers the period of the comment when there is no day', () => {
    const { facts, batch } = importText(
      lines(...comment, 'Session default channel group,Sessions', 'Direct,10'),
    );
    expect(batch.shape).toBe('channel~period');
    expect(facts[0]).toMatchObject({ day: day('2023-10-09'), dayTo: day('2023-10-11') });
  });

  it('takes one table of a file of many sections and names the others', () => {
    const { result, detection } = importText(
      lines(
        ...comment,
        'Nth day,Active users',
        '0000,4',
        '',
        '# Start date: 20231009',
        '# End date: 20231011',
        'Country,Active users',
        '',
        '# Start date: 20231009',
        '# End date: 20231011',
        'Session default channel group,Sessions,Engaged sessions',
        'Direct,10,6',
        'Email,5,5',
        '',
        '# Start date: 20231009',
        '# End date: 20231011',
        'City,Active users',
        'Berlin,4',
      ),
    );
    expect(detection.headerLine).toBe(15);
    expect(result.totals).toEqual({ sessions: 15, engaged_sessions: 11 });
    expect(result.rows.accepted).toBe(2);
    expect(detection.otherTables).toHaveLength(2);
    expect(result.issues).toContainEqual(expect.objectContaining({ code: 'other_tables' }));
  });

  it('leaves out the grand total of an exploration, labelled after the last column', () => {
    const { result } = importText(
      lines(
        '# Start date: 20231009',
        '# End date: 20231011',
        'Session source,Session medium,Sessions,Engaged sessions',
        ',,15,11,Grand total',
        'google,cpc,10,6',
        'news,email,5,5',
      ),
    );
    expect(result.rows).toEqual({ read: 3, accepted: 2, rejected: 0, ignored: 1 });
    expect(result.reconciled.map((one) => one.difference)).toEqual([0, 0]);
  });
});

describe('records of an API', () => {
  it('reads cost_micros, fractional conversions and numbers that floats spoiled', () => {
    const { facts, result } = importText(
      lines(
        'date_day,campaign_name,cost_micros,conversions,currency_code,impressions,clicks',
        '2026-01-01,A,2500000,6.623899,USD,10,1',
      ),
    );
    expect(facts[0]?.values.slice(0, 2)).toEqual([2_500_000, 6_623_899]);
    expect(result.totals.spend).toBe(2.5);
    const linkedin = importText(
      lines(
        'Start Date (in UTC),Campaign Name,Total Spent,Currency',
        '1/31/2026,A,99.99999999999996,USD',
        '1/31/2026,B,-2e-18,USD',
      ),
    );
    expect(linkedin.facts.map((fact) => fact.values[0])).toEqual([100_000_000, 0]);
    expect(Object.is(linkedin.facts[1]?.values[0], -0)).toBe(false);
  });

  it('keeps demographic pivots in a shape of their own', () => {
    const { batch } = importText(
      lines(
        'Demographics performance report (in UTC)',
        'Report Start: 09/01/2026, Report End: 09/30/2026',
        '',
        'Job Title Segment,Impressions,Clicks,Total Spent,Currency',
        'Engineer,100,2,5.00,USD',
      ),
    );
    expect(batch.shape).toBe('list~period');
  });

  it('leaves rolling distinct users out', () => {
    const { detection } = importText(
      lines(
        'date,sessionDefaultChannelGroup,sessions,active7DayUsers,active28DayUsers',
        '20260103,Direct,5,9,20',
        '20260101,Direct,4,9,20',
      ),
    );
    expect(detection.ignored).toHaveProperty('active7DayUsers');
    expect(detection.mapping.active28DayUsers).toBe('active_users_28d');
  });

  it('counts no deleted opportunity', () => {
    const { result, facts } = importText(
      lines(
        'id,is_deleted,stage_name,amount,close_date,created_date,is_won,is_closed',
        '1,true,Closed Won,5000,2026-01-31,2026-01-01T00:00:00Z,true,true',
        '2,true,Proposal,900,2026-03-31,2026-01-01T00:00:00Z,false,false',
      ),
    );
    // Their facts carry nothing, and take the place of what an earlier export said.
    expect(facts.flatMap((fact) => fact.values).filter((value) => value !== null)).toEqual([]);
    expect(facts).toHaveLength(2);
    expect(result.totals).toMatchObject({ opportunities: 0, pipeline_amount: 0, won_amount: 0 });
    expect(result.rows).toEqual({ read: 2, accepted: 0, rejected: 0, ignored: 2 });
    expect(result.ignoredReasons).toEqual({ deleted: 2 });
  });
});

describe('other', () => {
  it('adds geo rows to the national total exactly', () => {
    const geo = importText(
      lines(
        'Date,Region,Impressions,Spend',
        '2026-01-01,A,1217516933,10.1',
        '2026-01-01,B,1217516934,10.2',
      ),
      { options: { currency: 'USD' } },
    );
    expect(geo.result.totals).toEqual({ impressions: 2_435_033_867, spend: 20.3 });
  });
});
