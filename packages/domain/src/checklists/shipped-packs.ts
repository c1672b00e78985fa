import { US_BAR_ADVERTISING } from './packs/us-bar.ts';
import { US_FDA_PROMO } from './packs/us-fda.ts';
import { US_FTC } from './packs/us-ftc.ts';
import { US_HIPAA_MARKETING } from './packs/us-hipaa.ts';
import { BRAND_BASICS, US_ACA, US_HEALTHCARE_TRUTH, US_SOX_SPEND } from './packs/us-more.ts';
import { US_SEC_MARKETING } from './packs/us-sec.ts';
import { US_TTB_ALCOHOL } from './packs/us-ttb.ts';
import type { Pack } from './schema.ts';

/** Every pack that comes with OpenMOps. */
export const SHIPPED_PACKS: readonly Pack[] = [
  US_FTC,
  US_HIPAA_MARKETING,
  US_FDA_PROMO,
  US_SEC_MARKETING,
  US_TTB_ALCOHOL,
  US_BAR_ADVERTISING,
  US_ACA,
  US_SOX_SPEND,
  US_HEALTHCARE_TRUTH,
  BRAND_BASICS,
];
