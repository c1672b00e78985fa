import { setImmediate as nextTurn } from 'node:timers/promises';
import { dayInZone } from '@openmops/domain/calendar';
import {
  type ClassifiedEvent,
  classifyEmailEvents,
  type EmailEvent,
  type EngagementRow,
  emailEvent,
  ONLY_FROM_EVENTS,
  sumEngagement,
} from '@openmops/domain/engagement';
import { DIMENSIONS, type DimensionId } from '@openmops/domain/kpi';
import type { DerivedFact, ModelNames, ModelValue } from '@openmops/domain/model';
import type { ModelPlace, ModelStore, Things } from '../../stores/facts/model-port.ts';

/** Whether an event is a human’s depends on the other events of its mail, and on the links of its campaign. */
export const CAMPAIGNS: Things['fields'] = [['campaign_id'], ['message_id'], ['contact_id|email']];
const MAILS: Things['fields'] = [['message_id'], ['campaign_id', 'contact_id|email']];
/** Events held in memory at a time. */
const HELD_EVENTS = 100_000;
/** A mail with more links is no mail that anybody clicks through. */
const MOST_LINKS = 500;
const DIMS: readonly DimensionId[] = ['account', 'campaign_id', 'campaign', 'list', 'subject'];
/** What a source that sends the sums of its campaigns does not know. */
const HUMAN = ONLY_FROM_EVENTS.filter((measure) => measure.includes('human'));

export type JudgedShape = { dims: DimensionId[]; measures: string[] };

/** The dimensions of facts of judged events: those of the plain ones, so that both are one slice. */
export function judgedShape(fields: readonly string[], named: boolean): JudgedShape {
  const has = (dim: DimensionId) =>
    fields.includes(dim) || (dim === 'campaign' && named && fields.includes('campaign_id'));
  const dims = DIMENSIONS.map(({ id }) => id).filter((id) => DIMS.includes(id) && has(id));
  return { dims, measures: [...ONLY_FROM_EVENTS] };
}

/**
 * The measures that need events to be judged, of some months: mails are read whole, also what
 * happened to them in other months, a part of all mails at a time.
 */
export async function judgedFacts(
  model: ModelStore,
  at: ModelPlace,
  given: {
    months: readonly number[];
    shape: JudgedShape;
    names: ModelNames | null;
    timeZone: string;
    currency: string;
  },
): Promise<Map<number, DerivedFact[]>> {
  const { months, shape, names, timeZone, currency } = given;
  const wanted = new Set(months);
  const days = dayReader(timeZone);
  const links = await linksOf(model, at);
  const facts = new Map<string, DerivedFact & { month: number }>();
  for await (const { events, counted } of mailsOf(model, at, { months })) {
    const { events: judged } = classifyEmailEvents(events, { links });
    for (const isCounted of [true, false]) {
      const own = judged.filter(({ event }) => counted.has(event.eventId) === isCounted);
      for (const row of sumEngagement(own, { by: ['day', 'campaign'], dayOf: days })) {
        const month = monthOf(row.day ?? 0);
        if (!wanted.has(month)) continue;
        const dims = shape.dims.map((dim) => dimOf(row, dim, names));
        const key = JSON.stringify([row.day, dims]);
        const fact = facts.get(key) ?? {
          month,
          day: row.day ?? 0,
          currency,
          dims,
          values: shape.measures.map(() => null),
        };
        facts.set(key, fact);
        addCounts(fact, row, isCounted ? ONLY_FROM_EVENTS : HUMAN);
      }
    }
    await nextTurn();
  }
  const byMonth = new Map<number, DerivedFact[]>();
  for (const [, { month, ...fact }] of [...facts].sort(([a], [b]) => (a < b ? -1 : 1)))
    byMonth.set(month, [...(byMonth.get(month) ?? []), fact]);
  return byMonth;
}

/** All events of mails that have some in these months, a part of the mails at a time. */
export async function* mailsOf(
  model: ModelStore,
  at: ModelPlace,
  given: { months?: readonly number[]; campaign?: string },
): AsyncGenerator<{ events: EmailEvent[]; counted: ReadonlySet<string> }> {
  const { months, campaign } = given;
  const question = {
    ...at,
    table: 'email_event' as const,
    ...(months && { in: { dayFields: ['at'], months } }),
    ...(campaign !== undefined && { any: [{ field: 'campaign_id', values: [campaign] }] }),
  };
  const of = Math.max(1, Math.ceil((await model.count(question)) / HELD_EVENTS));
  for (let part = 0; part < of; part++) {
    const events: EmailEvent[] = [];
    const counted = new Set<string>();
    const things = { fields: MAILS, at: part, of };
    for await (const page of model.read({ ...question, things }))
      for (const { values } of page) {
        const event = emailEvent('', values);
        if (!event) continue;
        events.push(event);
        if (values.counted === true) counted.add(event.eventId);
      }
    if (events.length > 0) yield { events, counted };
  }
}

/** The links of each campaign that anybody clicked. */
export async function linksOf(
  model: ModelStore,
  at: ModelPlace,
): Promise<Map<string, Set<string>>> {
  const links = new Map<string, Set<string>>();
  const fields = ['kind', 'campaign_id', 'url'];
  const any = [{ field: 'kind', values: ['click'] }];
  for await (const page of model.read({ ...at, table: 'email_event', fields, any }))
    for (const { values } of page) {
      const [campaign, url] = [text(values.campaign_id), text(values.url)];
      if (campaign === null || url === null) continue;
      const known = links.get(campaign) ?? new Set<string>();
      links.set(campaign, known);
      if (known.size < MOST_LINKS) known.add(url);
    }
  return links;
}

const text = (value: ModelValue | undefined) =>
  value === null || value === undefined || value === '' ? null : String(value);

function dimOf(row: EngagementRow, dim: DimensionId, names: ModelNames | null): string | null {
  if (dim === 'account') return row.account;
  if (dim === 'campaign_id') return row.campaignId;
  if (dim === 'list') return row.list;
  if (dim === 'subject') return row.subject;
  const named = row.campaignId === null ? null : (names?.name('campaign', row.campaignId) ?? null);
  return row.campaign ?? named;
}

function addCounts(
  fact: DerivedFact,
  { counts }: EngagementRow,
  measures: readonly (keyof EngagementRow['counts'])[],
): void {
  ONLY_FROM_EVENTS.forEach((measure, at) => {
    if (measures.includes(measure))
      fact.values[at] = (fact.values[at] ?? 0) + counts[measure] * 1_000_000;
  });
}

/** Zones differ from UTC by quarters of an hour. */
const QUARTER_MS = 900_000;

function dayReader(timeZone: string): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const day = known.get(quarter) ?? dayInZone(at, timeZone);
    known.set(quarter, day);
    return day;
  };
}

function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/** Why an event is no human’s, in one line. */
export const whyOf = ({ reasons }: Pick<ClassifiedEvent, 'reasons'>): string =>
  reasons.map(({ words }) => words).join('; ');
