import type { WasteClosing } from './find-waste.ts';

/**
 * What closed findings of waste were about, in micros. One amount may have several faults, so that of each thing
 * and year only the dearest finding counts: `no_goal campaign ca_1` of 60 and `past_end campaign ca_1` of 20 are 60.
 * @example
 * wasteClosed([
 *   { finding: 'no_goal campaign ca_1', micros: 60 },
 *   { finding: 'past_end campaign ca_1', micros: 20 },
 *   { finding: 'no_campaign name x_ads spring', micros: 5 },
 * ]) // 65
 */
export function wasteClosed(
  closings: readonly (WasteClosing & { fiscal_year?: number })[],
): number {
  const dearest = new Map<string, number>();
  for (const { finding, micros, fiscal_year } of closings) {
    const thing = `${fiscal_year ?? ''} ${finding.slice(finding.indexOf(' ') + 1)}`;
    dearest.set(thing, Math.max(micros, dearest.get(thing) ?? 0));
  }
  return [...dearest.values()].reduce((all, one) => all + one, 0);
}
