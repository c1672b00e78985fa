import { createCatalogue } from '../kpi/index.ts';
import { KPIS } from './kpis.ts';
import { DATASETS, MEASURES } from './measures.ts';

/** The shipped KPIs over the shipped measures. */
export const CATALOGUE = createCatalogue({ datasets: DATASETS, measures: MEASURES, kpis: KPIS });
