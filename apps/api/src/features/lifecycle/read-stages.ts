import { instantInZone } from '@openmops/domain/calendar';
import type { Funnel, StageTimes } from '@openmops/domain/funnel';
import {
  cohortsOf,
  type FunnelStage,
  funnelOf,
  STAGES,
  type StageCohort,
  velocityOf,
} from '@openmops/domain/lifecycle';
import { type Issue, MopsError, parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { type LoadedTracks, loadTracks } from './load-tracks.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Write days as 2026-03-31.');
const StageName = z.enum(STAGES);
const Period = z.object({ from: Day, to: Day, of: z.enum(['people', 'deals']).default('people') });

/** By which definition an answer counts, and when its transitions were derived. */
export type StageBasis = {
  definition: string;
  agreed: { head: 'marketing' | 'sales'; by: string; at: string }[];
  resolvedAt: string | null;
  warnings: Issue[];
};

/** How many of those who came in during a period reached each stage, whenever that was. */
export const readFunnel = verb({
  name: 'lifecycle.funnel',
  permission: 'kpis.read',
  kind: 'read',
  input: Period,
  async run(ctx, asked): Promise<Funnel & StageBasis> {
    const tracks = await loadTracks(ctx);
    const stages = asked.of === 'deals' ? STAGES.slice(STAGES.indexOf('opportunity')) : STAGES;
    const funnel = funnelOf(ofKind(tracks, asked.of), periodOf(ctx, asked), stages);
    return { ...funnel, ...basisOf(tracks, funnel.warnings) };
  },
});

/** How long people or deals that came into their first stage during a period stay in each. */
export const readVelocity = verb({
  name: 'lifecycle.velocity',
  permission: 'kpis.read',
  kind: 'read',
  input: Period,
  async run(ctx, asked): Promise<{ stages: StageTimes[] } & StageBasis> {
    const tracks = await loadTracks(ctx);
    const { from, to } = periodOf(ctx, asked);
    const own = ofKind(tracks, asked.of);
    const first = new Map<string, number>();
    for (const { track, at } of own) first.set(track, Math.min(first.get(track) ?? at, at));
    const inside = own.filter(({ track }) => {
      const at = first.get(track) as number;
      return at >= from && at < to;
    });
    const lived = inside.filter(({ basis }) => basis !== 'filled');
    const stages = lived.length > 0 ? velocityOf(inside, ctx.now) : [];
    return { stages, ...basisOf(tracks) };
  },
});

/** Cohorts by the period of a stage: how many have come into a later one, by age; young cells are null. */
export const readCohorts = verb({
  name: 'lifecycle.cohorts',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({
    from: StageName.default('inquiry'),
    to: StageName.default('sql'),
    unit: z.enum(['week', 'month', 'quarter']).default('month'),
    since: Day.optional(),
  }),
  async run(
    ctx,
    { from, to, unit, since },
  ): Promise<{ cohorts: StageCohort[]; maturityDays: number } & StageBasis> {
    const tracks = await loadTracks(ctx);
    const maturityDays = maturityOf(tracks, { from, to });
    const { timeZone, fiscalStart: firstMonth, fiscalNamedBy: namedBy, weekStart } = ctx.workspace;
    const cohorts = cohortsOf(tracks.transitions, {
      from,
      to,
      maturityDays,
      unit,
      calendar: { timeZone, firstMonth, namedBy, weekStart },
      timeZone,
      asOf: ctx.now,
    });
    const first = since === undefined ? null : parseDay(since);
    return {
      cohorts: cohorts.filter((one) => first === null || one.to >= first),
      maturityDays,
      ...basisOf(tracks),
    };
  },
});

/** Steps on the way each have their time to mature; a longer way has the sum of them. */
function maturityOf(
  { definition }: LoadedTracks,
  { from, to }: { from: FunnelStage; to: FunnelStage },
): number {
  const between = STAGES.slice(STAGES.indexOf(from) + 1, STAGES.indexOf(to) + 1);
  const days = between.map((stage) =>
    stage in definition.maturityDays
      ? definition.maturityDays[stage as keyof typeof definition.maturityDays]
      : 0,
  );
  return Math.max(
    1,
    days.reduce((sum, one) => sum + one, 0),
  );
}

function ofKind(tracks: LoadedTracks, kind: 'people' | 'deals') {
  if (kind === 'people') return tracks.transitions;
  return tracks.transitions.filter(({ track }) => tracks.deals.has(track));
}

function periodOf(
  { workspace }: Context,
  asked: { from: string; to: string },
): { from: number; to: number } {
  const [from, to] = [parseDay(asked.from), parseDay(asked.to)];
  if (from === null || to === null || to < from) {
    throw new MopsError('INVALID', 'This is no period.', 'Give two days, the earlier one first.');
  }
  const start = (day: number) => instantInZone({ day, second: 0 }, workspace.timeZone);
  return { from: start(from), to: start(to + 1) };
}

function basisOf(tracks: LoadedTracks, more: readonly Issue[] = []): StageBasis {
  const { definition, resolvedAt, warnings } = tracks;
  return {
    definition: definition.version,
    agreed: definition.agreed.map(({ head, by, at }) => ({
      head,
      by,
      at: new Date(at).toISOString(),
    })),
    resolvedAt,
    warnings: [...more, ...warnings],
  };
}
