import {
  type ClassifiedEvent,
  classifyEmailEvents,
  type EngagementCounts,
  type MachineRule,
  sumEngagement,
} from '@openmops/domain/engagement';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { placesOf } from '../identity/people-places.ts';
import { loadNames } from '../mappings/load-names.ts';
import { linksOf, mailsOf, whyOf } from './judge-events.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Write days as 2026-03-31.');
const Range = { from: Day, to: Day };
/** More months at once would be read for too long while somebody waits. */
const MOST_MONTHS = 13;

export type MailCampaign = {
  source: string;
  campaignId: string | null;
  campaign: string | null;
  counts: Pick<
    EngagementCounts,
    | 'email_opens'
    | 'email_human_opens'
    | 'email_clicks'
    | 'email_human_clicks'
    | 'email_unique_clicks'
    | 'email_unique_human_clicks'
    | 'emails_sent'
    | 'emails_delivered'
  >;
  reasons: Partial<Record<MachineRule, number>>;
};

/** Raw and human engagement side by side, per campaign of a period, with why events are no human’s. */
export const readEngagement = verb({
  name: 'engagement.campaigns',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object(Range),
  async run(ctx, range): Promise<{ from: string; to: string; campaigns: MailCampaign[] }> {
    const { from, to, months } = periodOf(range);
    const campaigns = new Map<string, MailCampaign>();
    for await (const { source, judged } of judgedEvents(ctx, { months })) {
      const rows = sumEngagement(judged, {
        by: ['day', 'campaign'],
        dayOf: (at) => Math.floor(at / 86_400_000),
      });
      for (const row of rows) {
        if (row.day === null || row.day < from || row.day > to) continue;
        const { campaignId, campaign } = row;
        const key = JSON.stringify([source, campaignId ?? campaign]);
        const known = campaigns.get(key) ?? {
          source,
          campaignId,
          campaign,
          counts: { ...NONE },
          reasons: {},
        };
        campaigns.set(key, known);
        known.campaign ??= campaign;
        for (const name of Object.keys(NONE) as (keyof typeof NONE)[])
          known.counts[name] += row.counts[name];
        for (const [rule, count] of Object.entries(row.reasons) as [MachineRule, number][])
          known.reasons[rule] = (known.reasons[rule] ?? 0) + count;
      }
    }
    await nameThem(ctx, [...campaigns.values()]);
    const sorted = [...campaigns.values()].sort(
      (a, b) =>
        b.counts.email_clicks - a.counts.email_clicks ||
        (a.campaign ?? '').localeCompare(b.campaign ?? ''),
    );
    return { from: formatDay(from), to: formatDay(to), campaigns: sorted };
  },
});

/** Events often carry the number of their campaign alone; another stream of the source says its name. */
async function nameThem(ctx: Context, campaigns: readonly MailCampaign[]): Promise<void> {
  const nameless = campaigns.filter((one) => one.campaign === null && one.campaignId !== null);
  if (nameless.length === 0) return;
  const places = await placesOf(ctx.db, ctx.workspace.id, ['email_event']);
  for (const [source, own] of Map.groupBy(nameless, (one) => one.source)) {
    const siblings = places.filter((place) => place.source === source);
    const said = siblings.flatMap((place) => place.at.heard);
    const { names } = await loadNames(ctx.facts.model, said);
    for (const one of own) one.campaign = names.name('campaign', one.campaignId ?? '');
  }
}

const NONE: MailCampaign['counts'] = {
  email_opens: 0,
  email_human_opens: 0,
  email_clicks: 0,
  email_human_clicks: 0,
  email_unique_clicks: 0,
  email_unique_human_clicks: 0,
  emails_sent: 0,
  emails_delivered: 0,
};

/** Single opens and clicks, the newest first: which are no human’s, and why. */
export const listEvents = verb({
  name: 'engagement.events',
  permission: 'records.read',
  kind: 'read',
  input: z.object({
    ...Range,
    campaign: z.string().max(500).optional(),
    only: z.enum(['machine', 'human', 'all']).default('machine'),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(100),
  }),
  async run(ctx, { only, offset, limit, campaign, ...range }) {
    const { from, to, months } = periodOf(range);
    const found: (ClassifiedEvent & { source: string })[] = [];
    const wanted = { months, ...(campaign !== undefined && { campaign }) };
    for await (const { source, judged } of judgedEvents(ctx, wanted))
      for (const one of judged) {
        const { kind, at } = one.event;
        const day = Math.floor(at / 86_400_000);
        const caused = kind === 'open' || kind === 'click' || kind === 'unsubscribe';
        const asked = only === 'all' || (only === 'human') === one.human;
        if (caused && asked && day >= from && day <= to) found.push({ ...one, source });
      }
    found.sort((a, b) => b.event.at - a.event.at || (a.event.eventId < b.event.eventId ? -1 : 1));
    return {
      total: found.length,
      events: found.slice(offset, offset + limit).map((one) => {
        const { event, human, reasons, source } = one;
        return {
          id: event.eventId.trim(),
          source,
          kind: event.kind,
          at: new Date(event.at).toISOString(),
          campaignId: event.campaignId ?? null,
          campaign: event.campaign ?? null,
          recipient: event.recipient ?? null,
          url: event.url ?? null,
          userAgent: event.userAgent ?? null,
          network: event.network ?? null,
          human,
          rules: reasons.map(({ rule }) => rule),
          why: whyOf(one),
        };
      }),
    };
  },
});

async function* judgedEvents(
  ctx: Context,
  wanted: { months: readonly number[]; campaign?: string },
): AsyncGenerator<{ source: string; judged: ClassifiedEvent[] }> {
  const { model } = ctx.facts;
  for (const { at, source } of await placesOf(ctx.db, ctx.workspace.id, ['email_event'])) {
    const links = await linksOf(model, at);
    for await (const { events } of mailsOf(model, at, wanted))
      yield { source, judged: classifyEmailEvents(events, { links }).events };
  }
}

function periodOf(range: { from: string; to: string }): {
  from: number;
  to: number;
  months: number[];
} {
  const [from, to] = [parseDay(range.from), parseDay(range.to)];
  if (from === null || to === null || to < from) {
    throw new MopsError('INVALID', 'This is no period.', 'Give two days, the earlier one first.');
  }
  const months: number[] = [];
  for (let day = from; day <= to; day++) {
    const date = new Date(day * 86_400_000);
    const month = date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
    if (months.at(-1) !== month) months.push(month);
  }
  if (months.length <= MOST_MONTHS) return { from, to, months };
  throw new MopsError(
    'LIMIT',
    'This is too long a period.',
    `Ask for ${MOST_MONTHS} months or fewer.`,
  );
}
