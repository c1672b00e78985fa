import type { ModelName } from '@openmops/domain/attribution';
import { assignChannel } from '@openmops/domain/channels';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { creditTouches, LOOKBACK_DAYS } from '../attribution/credit-touches.ts';
import { type PersonTouch, touchesIn } from '../attribution/touches-in.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { Days, instantsOf } from '../workspace/instants-of.ts';

export const RETURN_MODELS = ['first', 'last', 'linear', 'markov'] as const satisfies ModelName[];
const DAY_MS = 86_400_000;
/** The channel of touches of which nobody says one. */
export const UNKNOWN = 'unknown';
const ofModels = <T extends z.ZodType>(value: T) =>
  z.object({ first: value, last: value, linear: value, markov: value });

/**
 * Media spend of each channel beside the money of won deals that each model of attribution gives it. Every model shares
 * out the same money: what differs is to whom.
 */
export const channelReturns = verb({
  name: 'views.channelReturns',
  permission: 'kpis.read',
  kind: 'read',
  input: Days,
  output: z.object({
    currency: z.string(),
    revenue: z.number().describe('Of all won deals of the period.'),
    channels: z.array(
      z.object({
        channel: z.string(),
        spend: z.number().nullable().describe('Null: no platform reports spend of it.'),
        revenue: ofModels(z.number()),
        roi: ofModels(z.number().nullable()).describe(
          '(revenue − spend) ÷ spend; null where most revenue has no known channel.',
        ),
      }),
    ),
    withoutTouch: ofModels(z.number()).describe('Of deals before which no touch is known.'),
    lookbackDays: z.number(),
    notes: z.array(
      z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
    ),
  }),
  async run(ctx, days) {
    const { since, until } = instantsOf(days, ctx.workspace);
    const [from, to] = [since.getTime(), until.getTime()];
    const touches = await touchesIn(ctx, { from: from - LOOKBACK_DAYS * DAY_MS, to });
    const spend = await spendOf(ctx, days);
    const credit = (model: ModelName) =>
      creditTouches(ctx, { touches, nameOf: channelOf, from, to, model });
    // One after the other: each holds all touches of the time.
    const first = await credit('first');
    const found = { first, last: await credit('last'), linear: await credit('linear') };
    const all = { ...found, markov: await credit('markov') };
    const names = new Set([
      ...spend.keys(),
      ...RETURN_MODELS.flatMap((model) => [...all[model].byName.keys()]),
    ]);
    const microsOf = (model: (typeof RETURN_MODELS)[number], name: string) =>
      all[model].byName.get(name)?.revenueMicros ?? 0;
    const knownOf = (model: (typeof RETURN_MODELS)[number]) =>
      [...names].reduce((sum, name) => sum + (name === UNKNOWN ? 0 : microsOf(model, name)), 0);
    // A return of −100 % would be no finding where most of the money has no known channel.
    const knows = forModels((model) => 2 * knownOf(model) > first.all.revenueMicros);
    const lacks = RETURN_MODELS.filter((model) => !knows[model]);
    const channels = [...names].sort().map((channel) => {
      const money = spend.get(channel) ?? null;
      const roi = (model: (typeof RETURN_MODELS)[number]) =>
        money === null || money <= 0 || !knows[model]
          ? null
          : (microsOf(model, channel) / 1e6 - money) / money;
      return {
        ...{ channel, spend: money },
        revenue: forModels((model) => microsOf(model, channel) / 1e6),
        roi: forModels(roi),
      };
    });
    return {
      currency: ctx.workspace.currency,
      revenue: first.all.revenueMicros / 1e6,
      channels,
      withoutTouch: forModels((model) => {
        const given = [...names].reduce((sum, name) => sum + microsOf(model, name), 0);
        return (all[model].all.revenueMicros - given) / 1e6;
      }),
      lookbackDays: LOOKBACK_DAYS,
      notes: [...first.notes, ...(first.all.revenueMicros > 0 ? notesOn(lacks) : [])],
    };
  },
});

function notesOn(lacks: readonly string[]) {
  if (lacks.length === 0) return [];
  const which = lacks.length === RETURN_MODELS.length ? 'every model' : lacks.join(', ');
  const message = `Under ${which} more than half of the revenue has no touch of a known channel: a return of channels would say nothing.`;
  return [
    { code: 'no_channel', message, hint: 'Tag links, and connect what people do before they buy.' },
  ];
}

/** The channel of a touch as its source says it, or as the tags of its visit do. */
function channelOf({ channel, campaign, utmSource: source, medium, url }: PersonTouch): string {
  if (channel) return channel;
  // A meeting or a call has neither tags nor a page: it is no direct visit.
  if (!source && !medium && !url) return UNKNOWN;
  const found = assignChannel({ source, medium, campaign }).channel;
  return found === 'Unassigned' ? UNKNOWN : found;
}

const forModels = <T>(of: (model: (typeof RETURN_MODELS)[number]) => T) => ({
  ...{ first: of('first'), last: of('last'), linear: of('linear'), markov: of('markov') },
});

/** What platforms report as spent, by channel. */
async function spendOf(
  { instance, actor, workspace, requestId }: Context<'read'>,
  { from, to }: z.output<typeof Days>,
): Promise<Map<string, number>> {
  const scope = { instance, actor, workspace, requestId };
  const { rows } = await readKpi.call(scope, { kpis: ['paid.cost'], from, to, by: ['channel'] });
  return new Map(
    rows.flatMap(({ dims, values }): [string, number][] => {
      const spend = values['paid.cost'] ?? null;
      return spend === null || spend === 0 ? [] : [[dims.channel || UNKNOWN, spend]];
    }),
  );
}
