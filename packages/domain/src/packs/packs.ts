import { ACCOUNT_ENGAGEMENT } from './account-engagement/pack.ts';
import { CLICKFUNNELS } from './clickfunnels/pack.ts';
import { EVENT_LISTS } from './event-lists/pack.ts';
import { GA4 } from './ga4/pack.ts';
import { GOOGLE_ADS } from './google-ads/pack.ts';
import { HUBSPOT } from './hubspot/pack.ts';
import { KLAVIYO } from './klaviyo/pack.ts';
import { LINKEDIN_ADS } from './linkedin-ads/pack.ts';
import { MAILCHIMP } from './mailchimp/pack.ts';
import { MARKETO } from './marketo/pack.ts';
import { META_ADS } from './meta-ads/pack.ts';
import { MICROSOFT_ADS } from './microsoft-ads/pack.ts';
import type { Pack } from './pack.ts';
import { SALESFORCE } from './salesforce/pack.ts';
import { SHOPIFY } from './shopify/pack.ts';
import { SMARTSHEET } from './smartsheet/pack.ts';
import { STRIPE } from './stripe/pack.ts';
import { TIKTOK_ADS } from './tiktok-ads/pack.ts';
import { X_ADS } from './x-ads/pack.ts';
import { ZOHO_CRM } from './zoho-crm/pack.ts';
/** Every pack, one line each. */
export const PACKS: readonly Pack[] = [
  GOOGLE_ADS,
  MICROSOFT_ADS,
  META_ADS,
  LINKEDIN_ADS,
  X_ADS,
  TIKTOK_ADS,
  GA4,
  HUBSPOT,
  SALESFORCE,
  MARKETO,
  STRIPE,
  SHOPIFY,
  MAILCHIMP,
  KLAVIYO,
  ZOHO_CRM,
  ACCOUNT_ENGAGEMENT,
  CLICKFUNNELS,
  SMARTSHEET,
  EVENT_LISTS,
];
