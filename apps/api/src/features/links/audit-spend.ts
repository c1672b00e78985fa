import { auditLinks } from '@openmops/domain/links/audit';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { grammarOf } from './grammar-rows.ts';
import { linksIn } from './links.queries.ts';
import { AuditInput, LinksAuditAnswer } from './links.schema.ts';
import { shortBase, toLink } from './to-link.ts';

const SPEND = 'spend';

/** Spend against links over some days: what has no campaign, what has no link, and which links cost nothing. */
export const auditSpend = verb({
  name: 'links.audit',
  permission: 'kpis.read',
  kind: 'read',
  input: AuditInput,
  output: LinksAuditAnswer,
  async run(ctx, range) {
    const links = await linksIn(ctx.db, ctx.workspace.id);
    const answer = await ask(ctx, { ...range, by: ['source', 'campaign'] });
    const spend = answer.rows.flatMap(({ dims, values }) => {
      const value = values[SPEND];
      return typeof value === 'number'
        ? [
            {
              source: dims.source ?? '',
              campaign: dims.campaign === '' ? null : (dims.campaign ?? null),
              spendMicros: Math.round(value * 1e6),
            },
          ]
        : [];
    });
    const found = auditLinks({ spend, links });
    const days = await daysOf(ctx, range, [...found.withoutCampaign, ...found.withoutLink]);
    const places = (list: typeof found.withoutLink) =>
      list.map(({ source, campaign, spendMicros }) => ({
        source,
        campaign,
        spend: spendMicros / 1e6,
        ...(days.get(JSON.stringify([source, campaign])) ?? range),
      }));
    const covered = (one: {
      spendMicros: number;
      trackedMicros: number;
      coverage: number | null;
    }) => ({
      spend: one.spendMicros / 1e6,
      tracked: one.trackedMicros / 1e6,
      coverage: one.coverage,
    });
    const base = shortBase(ctx.instance, await grammarOf(ctx.db, ctx.workspace.id));
    const idle = new Set(found.linksWithoutSpend.map(({ id }) => id));
    return {
      ...range,
      currency: answer.currency,
      ...covered(found),
      sources: found.sources.map((one) => ({ source: one.source, ...covered(one) })),
      withoutCampaign: places(found.withoutCampaign),
      withoutLink: places(found.withoutLink),
      linksWithoutSpend: links
        .filter(({ id }) => idle.has(id))
        .map((row) => toLink(row, new Map(), base)),
      notes: answer.notes.map(({ code, message, hint }) => ({ code, message, hint })),
    };
  },
});

type Ask = { from: string; to: string; by: string[]; sources?: string[]; grain?: 'day' };

function ask(ctx: Context<'read'>, { from, to, by, sources, grain }: Ask) {
  const { instance, actor, workspace, requestId } = ctx;
  return readKpi.call(
    { instance, actor, workspace, requestId },
    {
      kpis: [SPEND],
      from,
      to,
      by,
      limit: 5000,
      ...(grain ? { grain } : {}),
      filters: sources ? [{ dim: 'source', op: 'in', values: sources }] : [],
    },
  );
}

/** The first and the last day of each place where something is missing. */
async function daysOf(
  ctx: Context<'read'>,
  range: { from: string; to: string },
  places: { source: string; campaign: string | null }[],
): Promise<Map<string, { from: string; to: string }>> {
  const days = new Map<string, { from: string; to: string }>();
  if (places.length === 0) return days;
  const answer = await ask(ctx, {
    ...range,
    by: ['source', 'campaign'],
    sources: [...new Set(places.map(({ source }) => source))],
    grain: 'day',
  });
  for (const { dims, from, values } of answer.rows) {
    if (!values[SPEND]) continue;
    const key = JSON.stringify([dims.source ?? '', dims.campaign || null]);
    const known = days.get(key);
    days.set(key, {
      from: known && known.from < from ? known.from : from,
      to: known && known.to > from ? known.to : from,
    });
  }
  return days;
}
