import { CATALOGUE } from '@openmops/domain/catalogue';
import { type Filter, findKpi, type KpiAnswer } from '@openmops/domain/kpi';
import type { Context } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';

export type KpiAsked = {
  kpi: string;
  filters: readonly Filter[];
  from: string;
  to: string;
  grain?: 'day';
};
type Asker = Pick<Context, 'instance' | 'workspace' | 'requestId' | 'actor'>;

/** Who may read plans may read the evidence in them, also with a key for plans alone. */
export const asReader = (ctx: Omit<Asker, 'actor'>): Asker => {
  const { instance, workspace, requestId } = ctx;
  return { instance, workspace, requestId, actor: { kind: 'system' } };
};

/** Asks for a KPI as every door answers it. @throws MopsError FORBIDDEN where the actor may read none */
export function askKpi(ctx: Asker, asked: KpiAsked): Promise<KpiAnswer> {
  const { instance, workspace, requestId, actor } = ctx;
  const { kpi, filters, from, to, grain } = asked;
  return readKpi.call(
    { instance, workspace, requestId, actor },
    {
      ...{ kpis: [kpi], filters: [...filters], from, to },
      ...(grain ? { grain, spine: true, limit: 5000 } : {}),
    },
  );
}

/** The one value of an answer without a grain. */
export const oneValue = (answer: KpiAnswer, kpi: string): number | null =>
  answer.rows[0]?.values[kpi] ?? null;

/** What a KPI is today: name, unit, and which way is good. @throws MopsError NOT_FOUND */
export function kpiCalled(kpi: string) {
  const { id, name, unit, direction } = findKpi(CATALOGUE, kpi);
  return { id, name, unit, direction };
}
