import { MopsError } from '../shared/index.ts';
import { checkAmount } from './check-amount.ts';
import { type Estimate, NOT_AUDITED } from './estimate.ts';
import { AD_FACTORS, type Device, type Factor, type Network, SECONDS_IN_VIEW } from './factors.ts';
import { gridIntensity } from './grid.ts';

export type AdQuestion = {
  impressions: number;
  /** What one impression transfers: image, video, scripts. */
  bytesPerImpression: number;
  device: Device;
  /** Share of the device that the ad takes, 0 to 1: of its screen, for audio of its power. Default 1. */
  deviceShare?: number;
  /** How long; default 3 s, GMSF's for ads between other content. */
  secondsInView?: number;
  /** Default: the mix of the world. */
  network?: Network;
  /** The ad was chosen by auction among platforms; default true. */
  auctioned?: boolean;
  /** ISO 3166-1 alpha-3; default the world. */
  country?: string;
};

type End = keyof Factor;

/**
 * Greenhouse gas of digital ads: choosing the ad, network, delivery and the device that shows it, each in use
 * and in making. Not the making of the ad, and not the page around it.
 * Source: Global Media Sustainability Framework v1.2 with the open data of scope3data/methodology; see
 * `FACTOR_SETS`.
 * @param question impressions and what one of them is like
 * @returns grams of CO2e with the parts selection, network, delivery, device
 * @throws MopsError INVALID for amounts that are none, or an unknown country
 * @example
 * const spot = { impressions: 1e6, bytesPerImpression: 7e6, device: 'tv', secondsInView: 30 };
 * adEstimate({ ...spot, auctioned: false, country: 'DEU' }).parts.device // 649448.4… (0.39 g in use, 0.26 g in making)
 */
export function adEstimate(question: AdQuestion): Estimate {
  const { impressions, bytesPerImpression, deviceShare = 1, country } = question;
  const { secondsInView = SECONDS_IN_VIEW } = question;
  checkAmount('impressions', impressions);
  checkAmount('bytesPerImpression', bytesPerImpression, 1e12);
  checkAmount('secondsInView', secondsInView, 86_400);
  checkAmount('deviceShare', deviceShare, 1);
  if (!Object.hasOwn(AD_FACTORS.deviceWatts, question.device)) {
    const known = Object.keys(AD_FACTORS.deviceWatts).join(', ');
    throw new MopsError('INVALID', `There is no device ${question.device}.`, `Devices: ${known}.`);
  }
  const grid = gridIntensity(country);
  const parts = partsOf(question, { end: 'value', grid });
  const sum = (all: Record<string, number>) => Object.values(all).reduce((a, b) => a + b, 0);
  return {
    gramsCo2e: sum(parts),
    lowGrams: sum(partsOf(question, { end: 'low', grid })),
    highGrams: sum(partsOf(question, { end: 'high', grid })),
    parts,
    factorSets: ['ads-gmsf@1.2', 'grid-ember@co2js-0.19.0'],
    grade: 'estimate',
    method: 'gmsf',
    version: 'ads-gmsf@1.2',
    warnings: [NOT_AUDITED],
  };
}

function partsOf(question: AdQuestion, by: { end: End; grid: number }): Record<string, number> {
  const { impressions, bytesPerImpression: bytes, device, network, auctioned = true } = question;
  const { deviceShare = 1, secondsInView = SECONDS_IN_VIEW } = question;
  const { end, grid } = by;
  const mobile = network === undefined ? AD_FACTORS.mobileShare[end] : network === 'mobile' ? 1 : 0;
  const mixed = (of: Record<Network, Factor>) =>
    mobile * of.mobile[end] + (1 - mobile) * of.fixed[end];
  const seconds = secondsInView * deviceShare;
  const selection = AD_FACTORS.selectionGrams[auctioned ? 'auction' : 'direct'][end];
  const networkGrams =
    (bytes / 1e9) * mixed(AD_FACTORS.networkKwhPerGb) * grid +
    (bytes / 1e3) * mixed(AD_FACTORS.networkGramsPerKb);
  const deliveryGrams =
    (bytes / 1e6) * AD_FACTORS.edgeKwhPerMb[end] * grid +
    (bytes / 1e3) * AD_FACTORS.edgeGramsPerKb[end];
  const deviceGrams =
    (seconds / 3600) * (AD_FACTORS.deviceWatts[device][end] / 1000) * grid +
    seconds * AD_FACTORS.deviceGramsPerSecond[device][end];
  return {
    selection: impressions * selection,
    network: impressions * networkGrams,
    delivery: impressions * deliveryGrams,
    device: impressions * deviceGrams,
  };
}
