import { dayInZone } from '@openmops/domain/calendar';
import { CATALOGUE, KPIS } from '@openmops/domain/catalogue';
import { impactOf, type KpiLineage, type SpendDay } from '@openmops/domain/health';
import { measuresOf } from '@openmops/domain/kpi';
import { type Day, formatDay, microsToUnits, parseDay } from '@openmops/domain/shared';
import { readKpi } from '../kpi/read-kpi.ts';
import { carriedMeasures } from './health.queries.ts';
import type { Impact } from './health.schema.ts';
import type { Place, SourceSeen } from './watch-sources.ts';

const SPEND = 'spend';
/** Eight weeks teach what is usual; longer ago nothing is looked at. */
const LOOK_BACK_DAYS = 120;

export type Touching = { lineage: KpiLineage[]; spend: SpendDay[] };

/** Which KPIs are made of which sources, and what was spent; nothing is read where all is well. */
export async function readTouching(place: Place): Promise<Touching> {
  const carried = await carriedMeasures(place.db, place.workspace.id);
  const lineage = KPIS.flatMap((kpi): KpiLineage[] => {
    const measures = measuresOf(CATALOGUE, kpi);
    const streams = new Set<string>();
    for (const measure of measures) {
      const own = [...carried].filter(
        ([, one]) => one.dataset === measure.dataset && one.measures.has(measure.id),
      );
      // A KPI that cannot be told here cannot be stale either.
      if (own.length === 0) return [];
      for (const [key] of own) streams.add(key);
    }
    return [{ kpi: kpi.id, name: kpi.name, streams: [...streams] }];
  });
  return { lineage, spend: await spendDays(place) };
}

/** What was spent by source and day, in the workspace's currency where rates are known. */
async function spendDays({ instance, workspace, now }: Place): Promise<SpendDay[]> {
  const today = dayInZone(now, workspace.timeZone);
  const scope = { instance, workspace, actor: { kind: 'system' as const }, requestId: 'health' };
  const ask = (by: string[]) =>
    readKpi.call(scope, {
      kpis: [SPEND],
      from: formatDay(today - LOOK_BACK_DAYS),
      to: formatDay(today),
      grain: 'day',
      by,
      limit: 5000,
    });
  let answer = await ask(['source']);
  const untold = answer.rows.some(({ values }) => values[SPEND] === null);
  // Without rates each currency stands for itself.
  if (untold) answer = await ask(['source', 'currency']);
  return answer.rows.flatMap(({ dims, from, values }) => {
    const [source, value, day] = [dims.source, values[SPEND], parseDay(from)];
    if (typeof source !== 'string' || typeof value !== 'number' || day === null) return [];
    return [
      {
        stream: `${source}/ad_delivery`,
        day: day as Day,
        spendMicros: Math.round(value * 1_000_000),
        currency: dims.currency ?? answer.currency,
      },
    ];
  });
}

export const NOTHING: Impact = { kpis: [], money: [] };

/** What the trouble of a source means: KPIs, and money whose effect is not known. */
export function impactOfSource(
  source: SourceSeen,
  touching: Touching,
  at: { now: number; timeZone: string },
): Impact {
  const findings = source.streams.flatMap(({ feeds, findings: own }) =>
    own.flatMap(({ state, since }) =>
      feeds.length === 0 || state === null
        ? []
        : [{ state, since: since === null ? null : Date.parse(since), streams: feeds }],
    ),
  );
  if (findings.length === 0) return NOTHING;
  const { kpis, money } = impactOf({ findings, ...touching, ...at });
  return {
    kpis: kpis.map(({ kpi, name, sinceDay }) => ({
      kpi,
      name,
      sinceDay: sinceDay === null ? null : formatDay(sinceDay),
    })),
    money: money.map(({ currency, bookedMicros, estimatedMicros, days }) => ({
      currency,
      booked: microsToUnits(bookedMicros),
      estimated: microsToUnits(estimatedMicros),
      days,
    })),
  };
}
