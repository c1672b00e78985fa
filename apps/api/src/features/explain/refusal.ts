import { CATALOGUE } from '@openmops/domain/catalogue';
import { DIMENSIONS, findKpi, type Kpi, measuresOf } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';

/** What adds up and tells of the same things as the distinct counts of a dataset. */
const ADDS_UP: Readonly<Record<string, string>> = {
  web_session: 'acq.sessions',
  ad_delivery: 'paid.impressions',
  email_send: 'email.delivered',
};

/** Refuses what counts people or things once each, and names what can be asked instead. */
export function refuseOverlap(kpi: Kpi, by: string | null): void {
  const distinct = measuresOf(CATALOGUE, kpi).filter((one) => one.additive === 'none');
  const [first] = distinct;
  if (!first) return;
  const split = by === null ? '' : ` by ${nameOf(by)}`;
  const where = by === null ? 'on several days' : 'in several of them';
  const views = [ADDS_UP[first.dataset]].flatMap((id) => {
    if (!id || !CATALOGUE.kpiOf.has(id)) return [];
    const { id: instead, name } = findKpi(CATALOGUE, id);
    return [{ kpi: instead, name, by, says: `Explain ${name}${split}` }];
  });
  throw new MopsError(
    'INVALID',
    `${kpi.name}${split}: distinct count: parts overlap. The same one can stand ${where}, so its parts do not sum to its change.`,
    views[0]
      ? `${views[0].says} instead: it adds up.`
      : 'Compare the values as they are delivered.',
    { status: 422, rule: 'distinct_count', views },
  );
}

/** The name of a dimension inside of a sentence. */
export function nameOf(dim: string): string {
  return (DIMENSIONS.find((one) => one.id === dim)?.name ?? dim).toLowerCase();
}
