import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../shared/index.ts';
import { answerKey } from './answer-key.ts';
import type { DemoBatch } from './batch.ts';
import { historyOf } from './company.ts';
import type { DemoStream, JsonRecord } from './demo-stream.ts';
import { type Demo as Files, generateDemo } from './generate-demo.ts';
import { makeAds } from './make-ads.ts';
import { demoPlan, invoiceFile } from './plan.ts';
import { planFaults } from './plan-faults.ts';
import { isHoliday } from './season.ts';
import { type DemoStreams, demoStreams } from './streams.ts';

type Demo = Files & DemoStreams;
const demoOf = (day: number): Demo => ({ ...generateDemo(day), ...demoStreams(day) });

// The finders know the data and what trouble looks like; they know nothing of the key.

type Finding = { kind: string; source: string; days: string; size: number | string };

const units = (micros: number | null | undefined) => (micros ?? 0) / 1_000_000;
const span = (from: number, to: number) => `${formatDay(from)}..${formatDay(to)}`;

/** Day → sum of a measure over all batches of a dataset that `keep` lets through. */
function byDay(batches: DemoBatch[], id: string): Map<number, number> {
  const days = new Map<number, number>();
  for (const { measures, rows } of batches) {
    const at = measures.indexOf(id);
    for (const row of rows) days.set(row.day, (days.get(row.day) ?? 0) + units(row.values[at]));
  }
  return days;
}

function findOrphans({ batches }: Demo): Finding[] {
  return batches
    .filter((batch) => batch.dataset === 'ad_delivery')
    .flatMap(({ source, dims, measures, rows }) =>
      rows
        .filter((row) => row.dims[dims.indexOf('campaign')] === null)
        .map((row) => ({
          kind: 'orphan_spend',
          source,
          days: span(row.day, row.day),
          size: units(row.values[measures.indexOf('ad_cost')]),
        })),
    );
}

const WHEN = ['date_start', 'timestamp', 'submittedAt', 'created', 'updatedAt'];

/** The days of which a record of a stream speaks, whatever its system calls them. */
function dayOfRecord(record: JsonRecord): number | null {
  const said = record[WHEN.find((field) => field in record) ?? ''];
  if (typeof said === 'number') return Math.floor(said / 86_400_000);
  return typeof said === 'string' ? parseDay(said.slice(0, 10)) : null;
}

/** System → days that it has delivered by files, streams and connections. */
function deliveredDays({ batches, streams }: Demo, today: number): Map<string, Set<number>> {
  const daily = batches.filter((batch) => !batch.shape.endsWith('~period'));
  const pulled = makeAds(today).filter((batch) => batch.source === 'linkedin_ads');
  const found = new Map<string, Set<number>>();
  const add = (source: string, day: number | null) => {
    if (day !== null) found.set(source, (found.get(source) ?? new Set()).add(day));
  };
  for (const { source, rows } of [...daily, ...pulled])
    for (const { day } of rows) add(source, day);
  for (const { source, records } of streams)
    for (const record of records()) add(source, dayOfRecord(record));
  return found;
}

/** A source that delivered on nearly every one of its last 60 days, and then not for three. */
function findStale(demo: Demo, today: number): Finding[] {
  return [...deliveredDays(demo, today)].flatMap(([source, days]) => {
    const last = Math.max(...days);
    const present = Array.from({ length: 60 }, (_, i) => days.has(last - i)).filter(Boolean);
    if (present.length < 57 || today - 1 - last < 3) return [];
    return [
      { kind: 'stale_stream', source, days: span(last + 1, today - 1), size: today - 1 - last },
    ];
  });
}

type Properties = { email: string; firstname: string; lastname: string };

/** Letters that two words do not have in common, at the best alignment of their ends. */
function differs(a: string, b: string): number {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end;
}

/** Contacts with the mailbox of another one, or at its domain with its name but for a letter. */
function findDuplicates({ streams }: Demo, today: number): Finding[] {
  const { records } = streams.find(({ name }) => name === 'contacts') as DemoStream;
  const people = [...records()].map((record) => {
    const { email, firstname, lastname } = record.properties as Properties;
    const [box = '', domain = ''] = email.toLowerCase().split('@');
    return { mailbox: `${box.split('+')[0]}@${domain}`, domain, firstname, lastname };
  });
  let found = 0;
  for (const own of Map.groupBy(people, ({ domain }) => domain).values())
    own.forEach((one, i) => {
      const alike = own
        .slice(0, i)
        .some(
          (other) =>
            one.mailbox === other.mailbox ||
            (one.firstname === other.firstname && differs(one.lastname, other.lastname) <= 1),
        );
      if (alike) found++;
    });
  const { from, to } = historyOf(today);
  const finding = { kind: 'duplicate_contacts', source: 'hubspot', days: span(from, to) };
  return found > 0 ? [{ ...finding, size: found }] : [];
}

/** Fields of the next run whose type is not what it was. */
function findDrift({ streams, drifted }: Demo, today: number): Finding[] {
  const before = streams.find(({ name }) => name === drifted.name) as DemoStream;
  const types = new Map<string, string>();
  for (const record of before.records())
    for (const [field, value] of Object.entries(record)) types.set(field, typeof value);
  const changed = new Map<string, number>();
  for (const record of drifted.records())
    for (const [field, value] of Object.entries(record))
      if (types.has(field) && types.get(field) !== typeof value)
        changed.set(field, (changed.get(field) ?? 0) + 1);
  const at = { kind: 'schema_drift', source: drifted.source, days: span(today, today) };
  return [...changed].map(([field, count]) => ({ ...at, size: `${field} ${count}` }));
}

/** Days well below the same weekdays of two weeks before and after; e-mails make peaks of their own. */
function findDrops({ batches }: Demo): Finding[] {
  const web = batches
    .filter((batch) => batch.source === 'ga4')
    .map((batch) => ({
      ...batch,
      rows: batch.rows.filter((row) => row.dims[batch.dims.indexOf('channel')] !== 'Email'),
    }));
  const sessions = byDay(web, 'sessions');
  const meanOf = (days: number[]) => {
    const some = days.filter((day) => sessions.has(day) && !isHoliday(day));
    return some.reduce((sum, day) => sum + (sessions.get(day) ?? 0), 0) / some.length;
  };
  const dips: { day: number; change: number }[] = [];
  for (const [day, count] of sessions) {
    if (isHoliday(day)) continue;
    const before = meanOf([day - 7, day - 14]);
    const after = meanOf([day + 7, day + 14]);
    // A step up or down is lower than one side only; NaN (no such days) compares false.
    if (count < 0.78 * before && count < 0.78 * after)
      dips.push({ day, change: (2 * count) / (before + after) - 1 });
  }
  const runs: (typeof dips)[] = [];
  for (const dip of dips.sort((a, b) => a.day - b.day)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.day === dip.day - 1) run.push(dip);
    else runs.push([dip]);
  }
  return runs.map((run) => ({
    kind: 'session_drop',
    source: 'ga4',
    days: span(run[0]?.day ?? 0, run.at(-1)?.day ?? 0),
    size: run.reduce((sum, dip) => sum + dip.change, 0) / run.length,
  }));
}

/** Tags that are not in lower case, or hold a space. */
function findBadTags({ batches }: Demo): Finding[] {
  const web = batches.find((batch) => batch.source === 'ga4') as DemoBatch;
  const [source, medium] = [web.dims.indexOf('utm_source'), web.dims.indexOf('medium')];
  const found = new Map<string, number[]>();
  for (const row of web.rows) {
    const pair = `${row.dims[source]} / ${row.dims[medium]}`;
    if (/^[a-z0-9._()-]+ \/ [a-z0-9._()-]+$/.test(pair)) continue;
    found.set(pair, [...(found.get(pair) ?? []), row.day]);
  }
  return [...found].map(([pair, days]) => ({
    kind: 'bad_utm',
    source: 'ga4',
    days: span(Math.min(...days), Math.max(...days)),
    size: pair,
  }));
}

/** Detail over whole periods that holds less than the days of the same account. */
function findHidden({ batches }: Demo): Finding[] {
  return batches
    .filter((batch) => batch.shape.endsWith('~period'))
    .flatMap((detail) => {
      const whole = batches.filter((one) => one.source === detail.source && one !== detail);
      const total = (some: DemoBatch[]) =>
        [...byDay(some, 'serp_clicks').values()].reduce((a, b) => a + b, 0);
      const share = total([detail]) / total(whole);
      const first = Math.min(...detail.rows.map((row) => row.day));
      const last = Math.max(...detail.rows.map((row) => row.dayTo));
      const finding = { kind: 'hidden_queries', source: detail.source, days: span(first, last) };
      return share < 0.99 ? [{ ...finding, size: share }] : [];
    });
}

/** Days whose rows two imports give differently. */
function findRestated({ batches }: Demo): Finding[] {
  const seen = new Map<string, string>();
  const days = new Map<string, Set<number>>();
  const told = Map.groupBy(batches, ({ source, shape }) => `${source} ${shape}`);
  const twice = [...told.values()].filter((same) => same.length > 1).flat();
  for (const { source, shape, account, rows } of twice)
    for (const row of rows) {
      const key = JSON.stringify([source, shape, account, row.day, row.dims]);
      const values = row.values.join();
      if ((seen.get(key) ?? values) !== values)
        days.set(source, (days.get(source) ?? new Set()).add(row.day));
      seen.set(key, values);
    }
  return [...days].flatMap(([source, some]) =>
    [...some].map((day) => ({ kind: 'restated_day', source, days: span(day, day), size: 1 })),
  );
}

/** A bill whose vendor and number are those of one that is booked, however they are written. */
function findDuplicateInvoices(today: number): Finding[] {
  const { budget, lastYear } = demoPlan(today);
  const keyOf = (vendor: string, number: string) =>
    `${vendor.toLowerCase().split(' ')[0]} ${number.replace(/\D/g, '')}`;
  const seen = new Set(
    [...lastYear.invoices, ...budget.invoices].map((one) => keyOf(one.vendor, one.number)),
  );
  const [, ...lines] = invoiceFile(today).text.trimEnd().split('\r\n');
  return lines.flatMap((line) => {
    const [number = '', vendor = '', day = '', amount = ''] = line.split(',');
    const key = keyOf(vendor, number);
    const twice = seen.has(key);
    seen.add(key);
    const finding = { kind: 'duplicate_invoice', source: 'invoices', days: `${day}..${day}` };
    return twice ? [{ ...finding, size: Number(amount) }] : [];
  });
}

/** Campaigns that lead nowhere, and promises on assets whose proof is over. */
function findLoose(today: number): Finding[] {
  const { campaigns, claims, assets } = demoPlan(today);
  const loose = campaigns.filter(({ goal }) => !goal);
  const over = claims.filter(({ validUntil }) => (parseDay(validUntil) as number) < today);
  return [
    ...loose.map(({ code, from, to }) => ({
      ...{ kind: 'orphan_campaign', source: 'campaigns', size: code },
      days: span(from, to ?? today),
    })),
    ...over.flatMap(({ text, validUntil }) =>
      assets
        .filter(({ title, text: own, live }) => live && `${title} ${own}`.includes(text))
        .map(({ name }) => ({
          ...{ kind: 'expired_claim', source: 'content', size: name },
          days: span((parseDay(validUntil) as number) + 1, today),
        })),
    ),
  ];
}

const where = ({ kind, source, days }: Finding) => `${kind} ${source} ${days}`;

describe.each(['2026-11-21', '2026-01-09', '2026-07-03', '2027-05-31', '2028-02-29'])(
  'planted faults on %s',
  (iso) => {
    const today = parseDay(iso) as number;
    const demo = demoOf(today);
    const findings = [
      ...findOrphans(demo),
      ...findStale(demo, today),
      ...findDrops(demo),
      ...findBadTags(demo),
      ...findHidden(demo),
      ...findRestated(demo),
      ...findDuplicates(demo, today),
      ...findDrift(demo, today),
      ...findDuplicateInvoices(today),
      ...findLoose(today),
    ];
    const size = (kind: string) => findings.find((one) => one.kind === kind)?.size;

    test('all are found and none is invented', () => {
      const key = [...answerKey(today), ...planFaults(today)].map(
        (fault) => `${fault.kind} ${fault.source} ${span(fault.from, fault.to)}`,
      );
      expect(findings.map(where).sort()).toEqual(key.sort());
    });

    test('they have the size that the key says', () => {
      expect(size('orphan_spend')).toBe(900);
      expect(size('stale_stream')).toBe(4);
      expect(Math.abs(Number(size('session_drop')) + 0.38)).toBeLessThan(0.06);
      expect(size('duplicate_contacts')).toBe(37);
      expect(size('schema_drift')).toBe('campaign_id 1204');
      expect(size('hidden_queries')).toBeCloseTo(0.58, 2);
      const tags = findings.filter((one) => one.kind === 'bad_utm').map((one) => one.size);
      expect(tags.sort()).toEqual(['LinkedIn Ads / Sponsored', 'mailchimp / Mail']);
    });
  },
);

test('on every day around a leap year one bill comes twice, one campaign serves no goal, one proof is over', () => {
  const first = parseDay('2027-12-20') as number;
  for (let today = first; today < first + 440; today++) {
    const edge = [today, today + 1].some((day) => formatDay(day).endsWith('-01'));
    if (!edge && today % 5 !== 0) continue;
    const findings = [...findDuplicateInvoices(today), ...findLoose(today)];
    const key = planFaults(today).map(({ kind, source, from, to, figures }) => {
      const size = figures.amount ?? figures.campaign ?? figures.asset ?? '';
      return { kind, source, days: span(from, to), size };
    });
    expect({ today: formatDay(today), found: findings }).toEqual({
      today: formatDay(today),
      found: key,
    });
    expect(findings).toHaveLength(3);
  }
});
