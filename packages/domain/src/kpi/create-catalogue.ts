import { MopsError } from '../shared/error.ts';
import { type Catalogue, type CatalogueParts, draftCatalogue, versionName } from './catalogue.ts';
import { catalogueIssues } from './catalogue-issues.ts';
import { sameMeaning } from './definition-hash.ts';
import type { Kpi } from './schema.ts';

/**
 * A catalogue of measures and KPIs, shipped ones or a team's own, in which everything is right:
 * one namespace, known names, no circles, units that go together. Else throws INVALID with all that
 * is wrong; `detail` holds the list of issues.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const own = defineKpi({
 *   id: 'team.cost_per_visit', name: 'Cost per visit', formula: 'ad_cost / sesions',
 *   unit: { kind: 'money' }, direction: 'down', description: 'Ads only.',
 *   source: { standard: 'own', url: null },
 * });
 * createCatalogue({ ...CATALOGUE, kpis: [...CATALOGUE.kpis, own] }) // throws 'Did you mean “sessions”?'
 */
export function createCatalogue(of: CatalogueParts): Catalogue {
  const catalogue = draftCatalogue(of);
  const issues = catalogueIssues(catalogue);
  if (issues.length === 0) return catalogue;
  const texts = issues.map(({ message, hint }) => (hint ? `${message} ${hint}` : message));
  const more = texts.length > 20 ? ` And ${texts.length - 20} more.` : '';
  throw new MopsError('INVALID', texts.slice(0, 20).join(' ') + more, null, issues);
}

/**
 * The catalogue with a KPI added, in a new version or with better words. A version whose meaning
 * (formula, filters, unit) changes without a new number is refused, so that a number that was once
 * published can be made again; so is one below the newest. Throws INVALID.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const ctr = findKpi(CATALOGUE, 'ctr');
 * const changed = { ...ctr, expr: parseFormula('ad_link_clicks / ad_impressions') };
 * findKpi(reviseKpi(CATALOGUE, { ...changed, version: 2 }), 'paid.ctr@1').expr; // ctr.expr
 * reviseKpi(CATALOGUE, changed) // throws 'Give it version 2.'
 */
export function reviseKpi(catalogue: Catalogue, kpi: Kpi): Catalogue {
  const versions = catalogue.versions.filter((one) => one.id === kpi.id);
  const newest = Math.max(0, ...versions.map((one) => one.version));
  const before = versions.find((one) => one.version === kpi.version);
  const kept = catalogue.versions.filter((one) => one !== before);
  const next = createCatalogue({ ...catalogue, kpis: [...kept, kpi] });
  const changed = before && !sameMeaning(catalogue, before, kpi);
  if (changed || (!before && kpi.version < newest)) {
    const message = changed
      ? `${kpi.id} means something else now, but is still version ${kpi.version}.`
      : `${versionName(kpi)} is older than version ${newest}, which is there already.`;
    throw new MopsError('INVALID', `${message} Give it version ${newest + 1}.`);
  }
  return next;
}
