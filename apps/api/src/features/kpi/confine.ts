import { CATALOGUE } from '@openmops/domain/catalogue';
import {
  type Filter,
  findKpi,
  type Kpi,
  type KpiAnswerRow,
  type KpiQuery,
} from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import type { Actor } from '../../actor.ts';

/** Whether the actor may see a KPI at all: an embed token names the ones it is for. */
export function mayRead(actor: Actor, kpi: Kpi): boolean {
  if (actor.kind !== 'embed') return true;
  return actor.kpis.some((name) => findKpi(CATALOGUE, name).id === kpi.id);
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
export function confine<Q extends Pick<KpiQuery, 'kpis' | 'filters' | 'how'>>(
  actor: Actor,
  query: Q,
): Q {
  checkKpis(
    actor,
    query.kpis.map((name) => findKpi(CATALOGUE, name)),
  );
  if (actor.kind !== 'embed') return query;
  if (query.how) {
    throw new MopsError(
      'FORBIDDEN',
      'This embed shows values, not what they are made of.',
      'Ask without “how”, or read it with an API key.',
    );
  }
  return { ...query, filters: [...query.filters, ...lockedFilters(actor)] };
}

/** The filters that hold for the actor whatever a formula leaves out. */
export function lockedFilters(actor: Actor): Filter[] {
  return actor.kind === 'embed' ? actor.filters : [];
}

/**
 * Rows as the actor may see them. An interval gives away how many cases stand behind a share, which
 * is a number that an embed was not made for; that a sample is thin may be told.
 */
export function confineRows(actor: Actor, rows: KpiAnswerRow[]): KpiAnswerRow[] {
  if (actor.kind !== 'embed') return rows;
  return rows.map(({ intervals: _, ...row }) => row);
}
