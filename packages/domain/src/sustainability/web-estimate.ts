/// <reference path="./tgwf-co2.d.ts" />
import { co2 } from '@tgwf/co2';
import { checkAmount } from './check-amount.ts';
import { type Estimate, NOT_AUDITED } from './estimate.ts';
import { gridIntensity } from './grid.ts';

export type WebQuestion = {
  /** Data transferred, in bytes: page views times page weight. */
  bytes: number;
  /** The data centre runs on renewable electricity; default false. */
  greenHosting?: boolean;
  /** Where visitors are: ISO 3166-1 alpha-3. Default: the model's world average, 494 g/kWh. */
  country?: string;
};

/** The model's own world average. */
const WORLD_GRAMS_PER_KWH = 494;

/**
 * Greenhouse gas of data that a website transfers, by the Sustainable Web Design model v4: 148.2 g per GB
 * at the world's average grid. Low end: green hosting; high end: the model's version 3 (383.08 g).
 * Source: sustainablewebdesign.org, as CO2.js 0.19.0 computes it.
 * @param question bytes, hosting, country
 * @returns grams of CO2e, parts by data centre, network and device
 * @throws MopsError INVALID for negative bytes or an unknown country
 * @example webEstimate({ bytes: 1e9 }) // { gramsCo2e: 148.2, lowGrams: 121.03, highGrams: 383.08…, … }
 */
export function webEstimate(question: WebQuestion): Estimate {
  const { bytes, greenHosting = false, country } = question;
  checkAmount('bytes', bytes);
  // Where the data centre stands is not known: its grid is taken to be that of the visitors.
  const grid = country === undefined ? WORLD_GRAMS_PER_KWH : gridIntensity(country);
  const now = trace(4, { bytes, green: greenHosting, grid });
  const green = trace(4, { bytes, green: true, grid });
  const before = trace(3, { bytes, green: greenHosting, grid: gridIntensity(country) });
  return {
    gramsCo2e: now.total,
    lowGrams: Math.min(now.total, green.total),
    highGrams: Math.max(now.total, before.total),
    parts: now.parts,
    factorSets: country === undefined ? ['swd@4'] : ['swd@4', 'grid-ember@co2js-0.19.0'],
    grade: 'estimate',
    method: 'swd',
    version: 'swd@4 co2.js@0.19.0',
    warnings: [NOT_AUDITED],
  };
}

function trace(version: 3 | 4, of: { bytes: number; green: boolean; grid: number }) {
  const { bytes, green, grid } = of;
  // The model answers a bare 0 below one byte.
  if (bytes < 1) return { total: 0, parts: { dataCenter: 0, network: 0, device: 0 } };
  const everywhere = { device: grid, network: grid, dataCenter: grid };
  const model = new co2({ model: 'swd', version, results: 'segment' });
  const segments = model.perByteTrace(bytes, green, { gridIntensity: everywhere }).co2;
  const { total = 0, networkCO2e: network = 0, consumerDeviceCO2e: device = 0 } = segments;
  // Its segment of the data centre does not know of green hosting; its total does.
  return { total, parts: { dataCenter: total - network - device, network, device } };
}
