import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DIMENSIONS } from '../kpi/dimensions.ts';
import { measure } from '../kpi/testing.ts';
import { formatDay, parseDay } from '../shared/index.ts';
import type { DemoBatch } from './batch.ts';
import { ACCOUNTS, CHANNELS, historyOf } from './company.ts';
import { type Demo as Files, generateDemo } from './generate-demo.ts';
import { makeAds } from './make-ads.ts';
import { weekdayOf } from './season.ts';
import { type DemoStreams, demoStreams } from './streams.ts';

type Demo = Files & DemoStreams;
const demoOf = (day: number): Demo => ({ ...generateDemo(day), ...demoStreams(day) });

const today = parseDay('2026-11-21') as number;
const demo = demoOf(today);
/** What is in files, and what two of the ad accounts would be as files. */
const results = [
  ...demo.batches,
  ...makeAds(today).filter(({ source }) => /meta|linkedin/.test(source)),
];

function sum(batches: DemoBatch[], id: string): number {
  let total = 0;
  for (const batch of batches) {
    const at = batch.measures.indexOf(id);
    if (at >= 0) for (const row of batch.rows) total += (row.values[at] ?? 0) / 1_000_000;
  }
  return total;
}
/** Of what is in files. */
const filed = ({ batches, rates }: Demo): string =>
  createHash('sha256').update(JSON.stringify({ batches, rates })).digest('hex');
/** Of all records, in order. */
function streamed({ streams, drifted }: Demo): string {
  const hash = createHash('sha256');
  for (const one of [...streams, drifted]) {
    hash.update(JSON.stringify(one));
    for (const record of one.records()) hash.update(JSON.stringify(record));
  }
  return hash.digest('hex');
}
const of = (source: string) => results.filter((batch) => batch.source === source);

describe('the demo company', () => {
  test('the same day gives the same bytes on every machine', () => {
    // When the generator is changed on purpose, take over the new hash.
    for (const one of [demo, demoOf(today)]) {
      expect(filed(one)).toBe('7798c029778a4bd48eed344c5367097528998dd594ff483825482229a3d73652');
      expect(streamed(one)).toBe(
        'b33962d012762469618006e0fdb748bb1d55a1ddac093686d3274441a3e59a29',
      );
    }
  });

  test('holds thirteen whole months and the current one up to yesterday', () => {
    const { from, to } = historyOf(today);
    expect([formatDay(from), formatDay(to)]).toEqual(['2025-10-01', '2026-11-20']);
    const inside = (day: number, dayTo: number) => from <= day && day <= dayTo && dayTo <= to;
    for (const { rows } of demo.batches)
      expect(rows.filter((row) => !inside(row.day, row.dayTo))).toEqual([]);
  });

  test('stays small enough to load while somebody waits', () => {
    const rows = demo.batches.reduce((count, batch) => count + batch.rows.length, 0);
    expect(rows).toBeGreaterThan(60_000);
    expect(rows).toBeLessThan(120_000);
  });

  test('every batch follows its contract', () => {
    const order = DIMENSIONS.map((dim) => dim.id);
    for (const { source, dataset, dims, measures, rows, ...batch } of demo.batches) {
      expect(dims, source).toEqual(order.filter((id) => dims.includes(id)));
      const told = batch.shape.split(/[,~]/).filter((word) => word !== '' && word !== 'period');
      expect(dims.filter((dim) => !told.includes(dim)).every((dim) => dim === 'channel')).toBe(
        true,
      );
      for (const id of measures) expect(measure(id).dataset, id).toBe(dataset);
      const money = measures.some((id) => measure(id).unit.kind === 'money');
      expect(batch.currency !== '', source).toBe(money);
      const wrong = rows.filter(
        (row) =>
          row.dims.length !== dims.length ||
          row.values.length !== measures.length ||
          row.values.some(
            (value) => value !== null && !(Number.isSafeInteger(value) && value >= 0),
          ),
      );
      expect(wrong, source).toEqual([]);
    }
  });

  test('no row of a batch stands twice', () => {
    for (const { rows, file } of demo.batches) {
      const keys = new Set(rows.map((row) => JSON.stringify([row.day, row.dayTo, row.dims])));
      expect(keys.size, file).toBe(rows.length);
    }
  });

  test('spends in dollars, euros and kronor', () => {
    for (const [source, { currency }] of Object.entries(ACCOUNTS))
      for (const batch of of(source)) expect(batch.currency).toBe(currency);
  });

  test('has nine channels, and visits that are in none', () => {
    const visits = of('ga4').flatMap(({ rows, dims }) =>
      rows.map((row) => row.dims[dims.indexOf('channel')]),
    );
    expect(new Set(visits)).toEqual(new Set([...CHANNELS, 'Unassigned']));
  });

  test.each([
    // source, numerator, denominator, from, to: what such an account would show.
    ['google_ads', 'ad_clicks', 'ad_impressions', 0.008, 0.02],
    ['google_ads', 'ad_cost', 'ad_clicks', 2, 5],
    ['google_ads', 'ad_cost', 'ad_conversions', 50, 150],
    ['meta_ads', 'ad_clicks', 'ad_impressions', 0.005, 0.012],
    ['linkedin_ads', 'ad_cost', 'ad_clicks', 60, 130],
    ['ga4', 'engaged_sessions', 'sessions', 0.5, 0.65],
    ['ga4', 'key_events', 'sessions', 0.02, 0.04],
    ['search_console', 'serp_clicks', 'serp_impressions', 0.02, 0.04],
    ['mailchimp', 'email_unique_opens', 'emails_delivered', 0.25, 0.42],
    ['mailchimp', 'email_unique_clicks', 'email_unique_opens', 0.06, 0.12],
  ])('%s: %s / %s is plausible', (source, num, den, low, high) => {
    const ratio = sum(of(source), num) / sum(of(source), den);
    expect(ratio).toBeGreaterThan(low);
    expect(ratio).toBeLessThan(high);
  });

  test('nothing is clicked that was not shown, and nobody engages who did not come', () => {
    const never = (source: string, part: string, whole: string) => {
      for (const { rows, measures } of of(source)) {
        const [a, b] = [measures.indexOf(part), measures.indexOf(whole)];
        const wrong = rows.filter((row) => (row.values[a] ?? 0) > (row.values[b] ?? 0));
        expect(wrong, `${part} of ${source}`).toEqual([]);
      }
    };
    for (const source of Object.keys(ACCOUNTS)) never(source, 'ad_clicks', 'ad_impressions');
    never('ga4', 'engaged_sessions', 'sessions');
    never('ga4', 'sessions_with_key_event', 'engaged_sessions');
    never('mailchimp', 'email_unique_clicks', 'email_unique_opens');
  });

  test('a conversion is whole, except where Google and Microsoft share it among clicks', () => {
    const fractional = (source: string) =>
      of(source).some(({ rows, measures }) => {
        const at = measures.indexOf('ad_conversions');
        return rows.some((row) => (row.values[at] ?? 0) % 1_000_000 !== 0);
      });
    expect(Object.keys(ACCOUNTS).filter(fractional)).toEqual(['google_ads', 'microsoft_ads']);
  });
});

describe('rates of the demo company', () => {
  test('there is one for every day of spend, and a weekend repeats its Friday', () => {
    const { from, to } = historyOf(today);
    for (const currency of ['EUR', 'SEK']) {
      const rates = demo.rates.filter((rate) => rate.from === currency);
      const byDay = new Map(rates.map((rate) => [rate.day, rate.rate]));
      expect(byDay.size).toBe(rates.length);
      for (let day = from; day <= to; day++) {
        expect(byDay.get(day), formatDay(day)).toBeGreaterThan(currency === 'EUR' ? 1.02 : 0.085);
        expect(byDay.get(day), formatDay(day)).toBeLessThan(currency === 'EUR' ? 1.25 : 0.115);
        if (weekdayOf(day) === 6) expect(byDay.get(day)).toBe(byDay.get(day - 1));
      }
    }
  });
});
