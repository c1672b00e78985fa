import { describe, expect, test } from 'vitest';
import { parseDay } from '../shared/index.ts';
import type { DemoStream, JsonRecord } from './demo-stream.ts';
import { linkedInAnswers } from './make-ad-streams.ts';
import { makeAds } from './make-ads.ts';
import { demoStreams } from './streams.ts';

const DAYS = ['2026-11-21', '2026-01-09', '2027-05-31'].map((iso) => parseDay(iso) as number);
const DAY_MS = 86_400_000;

describe.each(DAYS)('streams of the demo company on day %d', (today) => {
  const demo = demoStreams(today);
  const of = (name: string): JsonRecord[] => [
    ...(demo.streams.find((one) => one.name === name) as DemoStream).records(),
  ];
  const contacts = of('contacts');
  const deals = of('deals');
  const properties = (record: JsonRecord) => record.properties as Record<string, string | null>;
  const entered = (stage: string) =>
    contacts.filter((one) => properties(one)[`hs_lifecyclestage_${stage}_date`]).length;

  test('hold the funnel of the company’s story', () => {
    expect(entered('lead')).toBe(4000);
    expect(entered('marketingqualifiedlead')).toBe(1480);
    expect(entered('salesqualifiedlead')).toBe(830);
    expect(deals).toHaveLength(600);
    const won = deals.filter((one) => properties(one).hs_is_closed_won === 'true');
    expect(won).toHaveLength(140);
    expect(contacts).toHaveLength(4037);
  });

  test('hold 60,000 touches, of which every lead has at least a visit and a form', () => {
    const forms = of('form_submissions');
    const visits = of('event');
    expect(forms.length + visits.length).toBe(60_000);
    const came = new Set(visits.map((one) => `${one.event_id}`.split('-')[0]));
    expect(came.size).toBe(4000);
    const known = visits.filter((one) => one.user_id !== null).length;
    expect(known / visits.length).toBeGreaterThan(0.3);
    expect(known / visits.length).toBeLessThan(0.9);
  });

  test('nobody is known before the form, and nothing happens in the future', () => {
    const sent = new Map(of('form_submissions').map((one) => [one.contactId, one.submittedAt]));
    const late = (time: unknown) => !(Date.parse(`${time}`) < today * DAY_MS);
    const early = ({ user_id: id, timestamp }: JsonRecord) =>
      id !== null && !(Date.parse(`${timestamp}`) > Number(sent.get(id)));
    const visits = of('event');
    expect(visits.filter((one) => early(one) || late(one.timestamp))).toEqual([]);
    expect([...contacts, ...deals].filter((one) => late(one.updatedAt))).toEqual([]);
  });

  test('every stage follows the one before it', () => {
    const wrong = [...contacts, ...deals].filter(({ propertiesWithHistory: history }) => {
      const [steps = []] = Object.values(history as Record<string, { timestamp: string }[]>);
      const times = steps.map(({ timestamp }) => Date.parse(timestamp));
      return !times.every((time, at) => time <= (times[at - 1] ?? time));
    });
    expect(wrong).toEqual([]);
  });

  test('keys are told once, and records name those that there are', () => {
    for (const { name, key, records } of demo.streams) {
      if (key.length === 0) continue;
      const [[field = '']] = key as [string[]];
      const keys = [...records()].map((record) => record[field]);
      expect(new Set(keys).size, name).toBe(keys.length);
    }
    const people = new Set(contacts.map(({ id }) => id));
    const companies = new Set(of('companies').map(({ id }) => id));
    const alone = contacts.filter(
      (one) => !companies.has(`${properties(one).associatedcompanyid}`),
    );
    expect(alone).toEqual([]);
    expect(of('form_submissions').filter((one) => !people.has(one.contactId))).toEqual([]);
  });

  test('every e-mail event follows its sending; gateways follow all links within seconds', () => {
    const events = of('email_events');
    const sent = new Map(
      events.filter(({ type }) => type === 'SENT').map((one) => [one.id, Number(one.created)]),
    );
    const clicks = events.filter(({ type }) => type === 'CLICK');
    const after = (one: JsonRecord) => {
      const { id } = one.sentBy as { id: string };
      return Number(one.created) - (sent.get(id) ?? Number.NaN);
    };
    expect(events.filter((one) => one.type !== 'SENT' && !(after(one) > 0))).toEqual([]);
    const machine = clicks.filter((one) => after(one) < 5_000);
    expect(machine.length).toBeGreaterThan(30);
    expect(machine.length % 3).toBe(0);
    expect(clicks.length - machine.length).toBeGreaterThan(20);
  });

  test('Meta and LinkedIn say what their accounts would say as files', () => {
    const [meta, linkedIn] = ['meta_ads', 'linkedin_ads'].map((source) =>
      makeAds(today).find((batch) => batch.source === source),
    );
    const cents = (records: JsonRecord[], field: string) =>
      records.reduce((sum, one) => sum + Math.round(Number(one[field]) * 100), 0);
    const cost = (batch: typeof meta) =>
      (batch?.rows ?? []).reduce(
        (sum, row) => sum + (row.values[batch?.measures.indexOf('ad_cost') ?? 0] ?? 0) / 10_000,
        0,
      );
    expect(cents(of('adsinsights_platform_and_device'), 'spend')).toBe(cost(meta));
    const answers = linkedInAnswers(today, today - 5);
    const results = answers.results(0, today);
    expect(cents(results, 'costInLocalCurrency')).toBe(cost(linkedIn));
    expect(linkedInAnswers(today, today - 1).results(today - 4, today).length).toBeGreaterThan(4);
    const named = new Set(answers.campaigns.map(({ id }) => `urn:li:sponsoredCampaign:${id}`));
    expect(results.every(({ pivotValue }) => named.has(`${pivotValue}`))).toBe(true);
  });
});
