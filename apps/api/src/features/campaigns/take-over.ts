import { dayInZone } from '@openmops/domain/calendar';
import { guessType } from '@openmops/domain/campaigns/clone';
import { formatDay, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { byOf } from '../links/create-link.ts';
import { codesIn, insertCampaigns } from './campaigns.queries.ts';

const Found = z.object({
  code: z.string(),
  type: z.string(),
  from: z.string(),
  to: z.string().nullable().describe('Null: it still spends.'),
  spend: z.number().nullable(),
});

/** Names in the numbers that no campaign has yet, those that cost most first. */
export const listUnknown = verb({
  name: 'campaigns.unknown',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.object({ campaigns: z.array(Found), currency: z.string() }),
  run: unknownIn,
});

/** Makes campaigns of names that are in the numbers, with the days on which they have any. */
export const takeOver = verb({
  name: 'campaigns.takeOver',
  permission: 'campaigns.write',
  kind: 'long',
  input: z
    .strictObject({
      /** Which of them; left out: all. */
      codes: z.array(z.string().max(200)).max(5000).optional(),
    })
    .prefault({}),
  output: z.object({ made: z.number() }),
  async run(ctx, { codes }) {
    const { campaigns } = await unknownIn(ctx);
    const wanted = codes === undefined ? null : new Set(codes);
    const chosen = campaigns.filter(({ code }) => wanted === null || wanted.has(code));
    const today = dayInZone(ctx.now, ctx.workspace.timeZone);
    const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
    return ctx.transact(async (trx) => {
      const taken = new Set(await codesIn(trx, ctx.workspace.id));
      const rows = chosen.filter(({ code }) => !taken.has(code));
      ctx.audit({ made: rows.length });
      await insertCampaigns(
        trx,
        rows.map(({ code, type, from, to }) => ({
          id: newId('ca'),
          workspace_id: ctx.workspace.id,
          name: code,
          code,
          type,
          program: null,
          aim: null,
          region: null,
          goal_id: null,
          // They ran before anybody could ask for a brief; the gates hold from their next step on.
          state: to === null ? 'live' : 'ended',
          day_from: Math.min(parseDay(from) ?? today, today),
          day_to: to === null ? null : parseDay(to),
          owner: null,
          brief: JSON.stringify({ fields: {}, alsoAsked: [] }),
          tactics: JSON.stringify([]),
          audience: JSON.stringify({}),
          version: 1,
          created_by: stamp.by,
          created_at: stamp.at,
          changed_by: stamp.by,
          changed_at: stamp.at,
        })),
      );
      return { made: rows.length };
    });
  },
});

/** Days without a number after which a campaign counts as over. */
const OVER_AFTER_DAYS = 14;
/** How far back names are looked for, and how many days one question has. */
const MOST_DAYS = 800;
const PAGE_DAYS = 28;

type Seen = { first: number; last: number; spend: number | null };

async function unknownIn(
  ctx: Context<'read'> | Context<'long'>,
): Promise<{ campaigns: z.output<typeof Found>[]; currency: string }> {
  const today = dayInZone(ctx.now, ctx.workspace.timeZone);
  const known = new Set(await codesIn(ctx.db, ctx.workspace.id));
  const found = await namesInFacts(ctx, today);
  const campaigns = [...found]
    .filter(([code]) => code.trim() !== '' && !known.has(code))
    .map(([code, { first, last, spend }]) => ({
      code,
      type: guessType(code),
      from: formatDay(first),
      to: last < today - OVER_AFTER_DAYS ? formatDay(last) : null,
      spend,
    }))
    .sort((a, b) => (b.spend ?? 0) - (a.spend ?? 0) || (a.code < b.code ? -1 : 1));
  return { campaigns, currency: ctx.workspace.currency };
}

/** Every name of the numbers with its first and last day, and what it cost. */
async function namesInFacts(
  { instance, actor, workspace, requestId, facts }: Context<'read'> | Context<'long'>,
  today: number,
): Promise<Map<string, Seen>> {
  const slices = await facts.slices(workspace.id);
  const days = slices.flatMap(({ from, to }) => [from, to]);
  const found = new Map<string, Seen>();
  if (days.length === 0) return found;
  const first = Math.max(Math.min(...days), today - MOST_DAYS);
  for (let from = first; from <= Math.max(...days); from += PAGE_DAYS) {
    const answer = await readKpi.call(
      { instance, actor, workspace, requestId },
      {
        kpis: ['paid.cost', 'email.sent'],
        from: formatDay(from),
        to: formatDay(from + PAGE_DAYS - 1),
        by: ['campaign'],
        grain: 'day',
        limit: 5000,
      },
    );
    for (const { dims, from: day, values } of answer.rows) {
      const at = parseDay(day);
      if (!dims.campaign || at === null || !Object.values(values).some(Boolean)) continue;
      const one = found.get(dims.campaign) ?? { first: at, last: at, spend: null };
      const cost = values['paid.cost'];
      found.set(dims.campaign, {
        first: Math.min(one.first, at),
        last: Math.max(one.last, at),
        spend: typeof cost === 'number' ? (one.spend ?? 0) + cost : one.spend,
      });
    }
  }
  return found;
}
