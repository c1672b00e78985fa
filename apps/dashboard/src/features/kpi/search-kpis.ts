import type { KpiInfo } from '../../api-types.ts';

const FAMILIES: Record<string, string> = {
  paid: 'Paid media',
  web: 'Web',
  seo: 'Organic search',
  email: 'E-mail',
  social: 'Social media',
  content: 'Content',
  events: 'Events',
  acquisition: 'Acquisition',
  funnel: 'Funnel',
  pipeline: 'Pipeline and revenue',
  saas: 'Subscriptions',
  budget: 'Budget',
  operations: 'Operations and approvals',
  martech: 'Marketing technology',
  data_quality: 'Data quality',
  compliance: 'Compliance',
  brand_cx: 'Brand and customers',
  experimentation: 'Experiments',
  sustainability: 'Sustainability',
};

export const familyName = (family: string): string => FAMILIES[family] ?? family;

/** KPIs whose name, short names, synonyms, id or words hold every word of the text. */
export function searchKpis(kpis: KpiInfo[], text: string): KpiInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return kpis.filter((kpi) => {
    const names = [kpi.name, kpi.id, ...kpi.aliases, ...kpi.synonyms];
    const whole = [...names, kpi.description, familyName(kpi.family)].join(' ').toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

/** KPIs by family, families in the order in which they come. */
export function groupedByFamily(kpis: KpiInfo[]): [string, KpiInfo[]][] {
  return [...Map.groupBy(kpis, (kpi) => kpi.family)];
}

/** What must have a source before the KPI can have a value, in words; null: it can be imported. */
export function missingSource(kpi: KpiInfo): string | null {
  const missing = kpi.needs.filter((need) => !need.mappable).map((need) => need.what);
  return missing.length > 0 ? missing.join(', ') : null;
}
