import {
  attribute,
  buildJourneys,
  type JourneyEvent,
  type ModelName,
  namedModel,
} from '@openmops/domain/attribution';
import type { Track } from '@openmops/domain/lifecycle';
import { type RateBook, rateBook, rateOn } from '@openmops/domain/money';
import type { Context } from '../../verb.ts';
import { peopleOf } from '../identity/open-people.ts';
import { ratesBetween } from '../kpi/rates-between.ts';
import type { PersonTouch } from './touches-in.ts';

const DAY_MS = 86_400_000;
export const LOOKBACK_DAYS = 90;
const CARRY_DAYS = 14;

type Credit = { leads: number; revenueMicros: number };
export type Credits = {
  /** By the name that the caller has given to touches. */
  byName: Map<string, Credit>;
  /** All leads and all revenue of the time: what names have not is of other touches, or of none. */
  all: Credit;
  method: string;
  notes: { code: string; message: string; hint: string | null }[];
};
type Asked = {
  touches: readonly PersonTouch[];
  /** What a touch is a touch of; null: of something else, by its channel. */
  nameOf(touch: PersonTouch): string | null;
  /** Ms since 1970: leads and won deals from then, and before then. */
  from: number;
  to: number;
  model: ModelName;
};

/**
 * Shares the new leads of a time, and the money of its won deals, among the touches before them, by a model of
 * attribution: to the micro, whatever the model. Money is in the currency of the workspace at the rate of its day.
 */
export async function creditTouches(ctx: Context<'read'>, asked: Asked): Promise<Credits> {
  const { touches, nameOf, model } = asked;
  const people = await peopleOf(ctx);
  const none = { leads: 0, revenueMicros: 0 };
  if (!people) {
    const message = 'No contacts have streamed in, so leads and revenue are not known.';
    const hint = 'Connect the CRM.';
    return {
      byName: new Map(),
      all: none,
      method: '',
      notes: [{ code: 'no_people', message, hint }],
    };
  }
  const found = await conversionsIn(ctx, people.at, asked);
  const spoken = touches.flatMap((touch): JourneyEvent[] =>
    touch.person === null
      ? []
      : [
          {
            ...{ kind: 'touch', entity: touch.person, timeMs: touch.at },
            channel: nameOf(touch) ?? `${ELSE}${touch.channel ?? 'unknown'}`,
          },
        ],
  );
  const share = (conversions: readonly JourneyEvent[]) => {
    const own = new Set(conversions.map(({ entity }) => entity));
    // Only models that learn from all journeys need those that led to nothing.
    const learns = /markov|shapley/.test(model);
    const events = learns ? spoken : spoken.filter(({ entity }) => own.has(entity));
    const journeys = buildJourneys(
      [...events, ...found.milestones.filter(({ entity }) => own.has(entity)), ...conversions],
      { lookbackDays: LOOKBACK_DAYS },
    );
    return attribute(journeys.paths, namedModel(model));
  };
  const [leads, revenue] = [share(found.leads), share(found.won)];
  const byName = new Map<string, Credit>();
  const add = (name: string, credit: Partial<Credit>) => {
    if (!name.startsWith(ELSE)) byName.set(name, { ...none, ...byName.get(name), ...credit });
  };
  for (const one of leads.channels) add(one.channel, { leads: one.conversionMicros / 1e6 });
  for (const one of revenue.channels) add(one.channel, { revenueMicros: one.valueMicros ?? 0 });
  const worth = (events: readonly JourneyEvent[]) =>
    events.reduce((sum, one) => sum + (one.kind === 'conversion' ? one.valueMicros : 0), 0);
  return {
    byName,
    all: { leads: found.leads.length, revenueMicros: worth(found.won) },
    method: `${revenue.method}, lookback of ${LOOKBACK_DAYS} days`,
    notes: found.notes,
  };
}

/** Begins the names of touches of something else; no id begins so. */
const ELSE = '~';

async function conversionsIn(
  ctx: Context<'read'>,
  at: { workspaceId: string; generation: number },
  { from, to }: Asked,
) {
  const { workspace, db } = ctx;
  const days = { from: Math.floor(from / DAY_MS) - CARRY_DAYS, to: Math.floor(to / DAY_MS) };
  const rates = await ratesBetween(db, workspace.id, days);
  const book = rateBook(rates, { base: workspace.currency, carryDays: CARRY_DAYS });
  const leads: JourneyEvent[] = [];
  const won: JourneyEvent[] = [];
  const milestones: JourneyEvent[] = [];
  let unconverted = 0;
  for await (const page of ctx.facts.resolved.read({ ...at, kind: 'track' }))
    for (const { id, person, deal, transitions } of page as Track[]) {
      if (person === null) continue;
      const first = transitions.find(({ to: stage }) => stage === 'inquiry');
      const meant = (time: number | null | undefined): time is number =>
        time !== null && time !== undefined && time >= from && time < to;
      if (first) {
        milestones.push({ kind: 'milestone', entity: person, timeMs: first.at, milestone: 'lead' });
        if (meant(first.at))
          leads.push({ kind: 'conversion', entity: person, timeMs: first.at, valueMicros: 0, id });
      }
      const opened = transitions.find(({ to: stage }) => stage === 'opportunity');
      if (opened)
        milestones.push({
          ...{ kind: 'milestone', entity: person, timeMs: opened.at },
          milestone: 'opportunity',
        });
      if (deal?.outcome !== 'won' || !meant(deal.closedAt) || !deal.amountMicros) continue;
      const valueMicros = inBase(deal, { book, base: workspace.currency });
      if (valueMicros === null) unconverted += 1;
      else won.push({ kind: 'conversion', entity: person, timeMs: deal.closedAt, valueMicros, id });
    }
  const message = `${unconverted} won deals are left out: there is no rate for their currency.`;
  const notes =
    unconverted === 0 ? [] : [{ code: 'no_rate', message, hint: 'Import rates of their days.' }];
  return { leads, won, milestones, notes };
}

function inBase(
  deal: { amountMicros?: number | null; currency?: string | null; closedAt?: number | null },
  { book, base }: { book: RateBook; base: string },
): number | null {
  const from = deal.currency ?? base;
  const day = Math.floor((deal.closedAt ?? 0) / DAY_MS);
  const rate = from === base ? 1 : rateOn(book, { from, to: base, day });
  const micros = rate === null ? null : Math.round((deal.amountMicros ?? 0) * rate);
  return micros === null || micros < 0 ? null : micros;
}
