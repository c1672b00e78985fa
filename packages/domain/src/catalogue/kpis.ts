import type { Kpi } from '../kpi/index.ts';
import { ACQUISITION } from './acquisition.ts';
import { EMAIL } from './email.ts';
import { PAID } from './paid.ts';
import { SEO } from './seo.ts';
import { WEB } from './web.ts';

/** Every KPI that OpenMOps defines, by family. */
export const KPIS: readonly Kpi[] = [...PAID, ...WEB, ...EMAIL, ...ACQUISITION, ...SEO];
