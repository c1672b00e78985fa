import { type Filter, findKpi, type Kpi, type KpiQuery } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { Actor } from '../../actor.ts';

/** Whether the actor may see a KPI at all: an embed token names the ones it is for. */
export function mayRead(actor: Actor, kpi: Kpi): boolean {
  if (actor.kind !== 'embed') return true;
  return actor.kpis.some((name) => findKpi(name).id === kpi.id);
}

/** Refuses KPIs that an embed token does not name. */
export function checkKpis(actor: Actor, kpis: Kpi[]): void {
  const refused = kpis.find((kpi) => !mayRead(actor, kpi));
  if (!refused) return;
  throw new MopsError(
    'FORBIDDEN',
    `This embed does not show ${refused.name}.`,
    'Make an embed in the dashboard that names this KPI.',
  );
}

/**
 * The question as the actor may ask it. The filters of an embed token are locked: they are added
 * to whatever is asked, so that no question can see past them.
 */
export function confine<Q extends Pick<KpiQuery, 'kpis' | 'filters'>>(actor: Actor, query: Q): Q {
  checkKpis(
    actor,
    query.kpis.map((name) => findKpi(name)),
  );
  if (actor.kind !== 'embed') return query;
  const locked: Filter[] = actor.filters;
  return { ...query, filters: [...query.filters, ...locked] };
}
