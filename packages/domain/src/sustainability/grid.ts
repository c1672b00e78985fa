/// <reference path="./tgwf-co2.d.ts" />
import { averageIntensity } from '@tgwf/co2';
import { MopsError, nearestName } from '../shared/index.ts';

/**
 * Grams of CO2e per kWh of a country's electricity, yearly average.
 * Source: Ember, as CO2.js 0.19.0 has it (CC BY-SA 4.0).
 * @param country ISO 3166-1 alpha-3 in capitals; default the world
 * @throws MopsError INVALID for a country that is not in the data
 * @example gridIntensity('FRA') < gridIntensity('DEU') // true
 */
export function gridIntensity(country = 'WORLD'): number {
  const known = averageIntensity.data;
  const grams = Object.hasOwn(known, country) ? known[country] : undefined;
  if (grams !== undefined && Number.isFinite(grams)) return grams;
  const near = nearestName(country, Object.keys(known));
  const hint = near ? `Did you mean ${near}?` : 'Write three capital letters: DEU, FRA, USA.';
  throw new MopsError('INVALID', `There is no grid intensity of ${country}.`, hint);
}
