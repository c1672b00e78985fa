import type { Kpi } from '../kpi/index.ts';
import { ACQUISITION } from './kpis/acquisition.ts';
import { BRAND_CX } from './kpis/brand-cx.ts';
import { BUDGET } from './kpis/budget.ts';
import { COMPLIANCE } from './kpis/compliance.ts';
import { CONTENT } from './kpis/content.ts';
import { DATA_QUALITY } from './kpis/data-quality.ts';
import { EMAIL } from './kpis/email.ts';
import { EVENTS } from './kpis/events.ts';
import { EXPERIMENTATION } from './kpis/experimentation.ts';
import { FUNNEL } from './kpis/funnel.ts';
import { MARTECH } from './kpis/martech.ts';
import { OPERATIONS } from './kpis/operations.ts';
import { PAID } from './kpis/paid.ts';
import { PIPELINE } from './kpis/pipeline.ts';
import { SAAS } from './kpis/saas.ts';
import { SEO } from './kpis/seo.ts';
import { SOCIAL } from './kpis/social.ts';
import { SUSTAINABILITY } from './kpis/sustainability.ts';
import { WEB } from './kpis/web.ts';

/** Every KPI that OpenMOps defines, by family. */
export const KPIS: readonly Kpi[] = [
  ...PAID,
  ...WEB,
  ...SEO,
  ...EMAIL,
  ...SOCIAL,
  ...CONTENT,
  ...EVENTS,
  ...ACQUISITION,
  ...FUNNEL,
  ...PIPELINE,
  ...SAAS,
  ...BUDGET,
  ...OPERATIONS,
  ...MARTECH,
  ...DATA_QUALITY,
  ...COMPLIANCE,
  ...BRAND_CX,
  ...EXPERIMENTATION,
  ...SUSTAINABILITY,
];
