import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { isMeasure, MEASURES, measure } from './measures.ts';
import { KPIS } from './registry/kpis.ts';
import type { Kpi, Measure } from './schema.ts';

const BY_NAME = new Map<string, Kpi>();
for (const kpi of KPIS) for (const alias of kpi.aliases) BY_NAME.set(alias, kpi);
for (const kpi of KPIS) BY_NAME.set(kpi.id, kpi);

/**
 * The KPI of an id, of a short id, or of a base measure under its own id. Throws NOT_FOUND with the
 * nearest name.
 * @example findKpi('ctr').id // 'paid.ctr'
 */
export function findKpi(idOrAlias: string): Kpi {
  const found = BY_NAME.get(idOrAlias);
  if (found) return found;
  if (isMeasure(idOrAlias)) return kpiOfMeasure(measure(idOrAlias));
  const near = nearestName(idOrAlias, [...BY_NAME.keys(), ...MEASURES.map((one) => one.id)]);
  const hint = near
    ? `Did you mean “${near}”?`
    : 'The catalogue lists every KPI: kpi list, or GET /api/v1/kpis.';
  throw new MopsError('NOT_FOUND', `There is no KPI “${idOrAlias}”.`, hint);
}

const FAMILY: Record<Measure['dataset'], Kpi['family']> = {
  ad_delivery: 'paid',
  web_session: 'web',
  email_send: 'email',
  search_console: 'seo',
  lead_stage: 'acquisition',
};

function kpiOfMeasure(base: Measure): Kpi {
  return {
    id: base.id,
    version: 1,
    name: base.name,
    aliases: [],
    family: FAMILY[base.dataset],
    expr: { ref: base.id },
    unit: base.unit,
    direction: 'neutral',
    uncertainty: 'none',
    minSample: null,
    description: `${base.name} as the sources deliver it.`,
    caveats: [],
    source: { standard: 'OpenMOps definition', url: null },
  };
}
