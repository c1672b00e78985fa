import { clickfunnels } from './clickfunnels.ts';
import { address, generic } from './generic.ts';
import { hubspot } from './hubspot.ts';
import { salesforce } from './salesforce.ts';
import type { Scheme } from './scheme.ts';
import { standard } from './standard.ts';

export const PROVIDERS = [
  'standard',
  'hubspot',
  'salesforce',
  'clickfunnels',
  'generic',
  'address',
] as const;
export type Provider = (typeof PROVIDERS)[number];

export const SCHEMES: Record<Provider, Scheme> = {
  standard,
  hubspot,
  salesforce,
  clickfunnels,
  generic,
  address,
};
