import type { KpiInfo } from '../../api-types.ts';

const FAMILIES: Record<string, string> = {
  paid: 'Paid media',
  web: 'Web',
  email: 'E-mail',
  acquisition: 'Acquisition and pipeline',
  seo: 'Organic search',
};

export const familyName = (family: string): string => FAMILIES[family] ?? family;

/** KPIs whose name, short names, id or words hold every word of the text. */
export function searchKpis(kpis: KpiInfo[], text: string): KpiInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return kpis.filter((kpi) => {
    const whole = [kpi.name, kpi.id, ...kpi.aliases, kpi.description, familyName(kpi.family)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

/** KPIs by family, families in the order in which they come. */
export function groupedByFamily(kpis: KpiInfo[]): [string, KpiInfo[]][] {
  return [...Map.groupBy(kpis, (kpi) => kpi.family)];
}
