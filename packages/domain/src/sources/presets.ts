import { GA4 } from './ga4/preset.ts';
import { GOOGLE_ADS } from './google-ads/preset.ts';
import { HUBSPOT } from './hubspot/preset.ts';
import { KLAVIYO } from './klaviyo/preset.ts';
import { LINKEDIN_ADS } from './linkedin-ads/preset.ts';
import { MAILCHIMP } from './mailchimp/preset.ts';
import { META_ADS } from './meta-ads/preset.ts';
import { MICROSOFT_ADS } from './microsoft-ads/preset.ts';
import type { Preset } from './preset.ts';
import { SALESFORCE } from './salesforce/preset.ts';
import { SEARCH_CONSOLE } from './search-console/preset.ts';
import { X_ADS } from './x-ads/preset.ts';

/** Every platform whose exports are recognised. */
export const PRESETS: readonly Preset[] = [
  GOOGLE_ADS,
  MICROSOFT_ADS,
  META_ADS,
  LINKEDIN_ADS,
  X_ADS,
  GA4,
  SEARCH_CONSOLE,
  MAILCHIMP,
  KLAVIYO,
  HUBSPOT,
  SALESFORCE,
];
