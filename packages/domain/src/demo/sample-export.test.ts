import { describe, expect, test } from 'vitest';
import { MopsError, parseDay } from '../shared/index.ts';
import { createMapper, type FactRow } from '../sources/index.ts';
import { detectText } from '../sources/test-import.ts';
import type { DemoBatch } from './batch.ts';
import { generateDemo } from './generate-demo.ts';
import { makeAds } from './make-ads.ts';
import { SAMPLE_SOURCES, sampleExport } from './sample-export.ts';

const today = parseDay('2026-11-21') as number;
const lines = (source: string) => sampleExport(source, today).text.split('\r\n');

function importWhole(text: string) {
  const workspace = { currency: 'USD', timeZone: 'America/New_York' };
  const detection = detectText(text, { ...workspace, now: today });
  const mapper = createMapper({ detection, workspace, now: today });
  const facts: FactRow[] = [];
  for (const [at, line] of text.split('\r\n').entries()) {
    if (line === '') continue;
    const commas = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;
    const cells = line.split(commas).map((cell) => cell.replace(/^"|"$/g, ''));
    mapper.push({ line: at + 1, cells }, facts);
  }
  return { detection, batch: mapper.batch, facts, result: mapper.finish() };
}

describe('a sample file is read as what it was written from', () => {
  const batches = [...makeAds(today), ...generateDemo(today).batches];
  test.each(SAMPLE_SOURCES)('$name', ({ source }) => {
    const { text } = sampleExport(source, today);
    const read = importWhole(text);
    const written = batches.findLast((one) => one.source === source) as DemoBatch;
    expect(read.detection.source).toBe(source);
    expect(read.batch.shape).toBe(written.shape);
    // Reach is kept, but told to be no sum.
    const codes = read.result.issues.map((issue) => issue.code);
    expect(codes).toEqual(source === 'meta_ads' ? ['not_additive'] : []);
    expect(read.result.rows.rejected).toBe(0);
    expect(read.result.reconciled.filter((line) => line.difference !== 0)).toEqual([]);

    const measures = written.measures.filter((id) => read.batch.measures.includes(id));
    expect(measures).toEqual(expect.arrayContaining([...(read.batch.measures ?? [])]));
    const print = (rows: FactRow[], of: { dims: string[]; measures: string[] }) =>
      rows.map((row) =>
        JSON.stringify([
          row.day,
          row.dayTo,
          row.currency,
          written.dims.map((dim) => row.dims[of.dims.indexOf(dim)] ?? null),
          measures.map((id) => row.values[of.measures.indexOf(id)]),
        ]),
      );
    const from = Math.min(...read.facts.map((row) => row.day));
    // Google's last export of the company begins later than its sample; both hold these rows.
    const first = Math.max(from, Math.min(...written.rows.map((row) => row.day)));
    const since = (rows: FactRow[]) => rows.filter((row) => row.day >= first);
    expect(print(since(read.facts), read.batch)).toEqual(print(since(written.rows), written));
    const accounts = read.facts.map((row) => row.dims[read.batch.dims.indexOf('account')] ?? '');
    expect(new Set(accounts)).toEqual(new Set([written.account]));
  });
});

describe('sample files', () => {
  test.each(SAMPLE_SOURCES)('$name: the same day gives the same file', ({ source }) => {
    const { name, text } = sampleExport(source, today);
    expect(name).toMatch(/^larkfield-[a-z0-9-]+-2026-1\d-\d\d-to-2026-11-\d\d\.csv$/);
    expect(text).toBe(sampleExport(source, today).text);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('Google Ads prints the same total twice, and it is the sum of the rows', () => {
    const all = lines('google_ads').filter(Boolean);
    expect(all[1]).toBe('"October 24, 2026 - November 20, 2026"');
    const header = (all[2] ?? '').split(',');
    const cost = header.indexOf('Cost');
    const cells = (line: string) =>
      (line.match(/"[^"]*"|[^,]+/g) ?? []).map((cell) => cell.replace(/"/g, ''));
    const rows = all.slice(3, -2).map(cells);
    const sum = rows.reduce((total, row) => total + Math.round(Number(row[cost]) * 100), 0);
    for (const total of all.slice(-2)) {
      expect(total).toMatch(/^Total: (Campaigns|Account), --/);
      expect(Math.round(Number(cells(total)[cost]) * 100)).toBe(sum);
    }
  });

  test('GA4 labels its grand total after the last column', () => {
    const all = lines('ga4').filter(Boolean);
    const header = all.find((line) => line.startsWith('Date,')) ?? '';
    const total = all.at(-1) ?? '';
    expect(total.split(',')).toHaveLength(header.split(',').length + 1);
    expect(total).toMatch(/^,.*,Grand total$/);
  });

  test('Meta begins with the total, without dimensions and without reach', () => {
    const [header = '', total = ''] = lines('meta_ads');
    expect(total.startsWith(',Larkfield Europe,,,,,')).toBe(true);
    expect(total.split(',')).toHaveLength(header.split(',').length);
  });

  test('LinkedIn ends where its stream fell silent', () => {
    expect(lines('linkedin_ads')[1]).toBe('Report Start: 10/20/2026, Report End: 11/16/2026');
  });

  test('Microsoft says how many rows there are', () => {
    const all = lines('microsoft_ads');
    const said = Number(/Rows: (\d+)/.exec(all.join('\n'))?.[1]);
    expect(all.filter((line) => /^"\d+\/\d+\/\d{4}",/.test(line))).toHaveLength(said);
  });

  test('a source without a sample is refused with those that have one', () => {
    expect(() => sampleExport('tiktok', today)).toThrow(MopsError);
    expect(() => sampleExport('tiktok', today)).toThrow('There is no sample file for “tiktok”.');
  });
});
