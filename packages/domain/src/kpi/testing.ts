import { GREGORIAN } from '../calendar/calendar.ts';
import { CATALOGUE, STORED_MEASURES } from '../catalogue/index.ts';
import { findMeasure } from './catalogue.ts';
import { findKpi } from './find-kpi.ts';
import { type PlanInput, planKpis } from './plan.ts';
import { type RandomCase, randomCase } from './random-case.ts';
import type { Kpi, KpiQuery, Measure } from './schema.ts';

/** The shipped catalogue, for tests of the language. */
export const measure = (id: string): Measure => findMeasure(CATALOGUE, id);
export const measures = (...ids: string[]): Measure[] => ids.map(measure);
export const kpiNamed = (name: string): Kpi => findKpi(CATALOGUE, name);
export const planOf = (query: KpiQuery, more: Partial<PlanInput> = {}) =>
  planKpis({ catalogue: CATALOGUE, calendar: GREGORIAN, query, ...more });

// Records of a CRM are stored by record, not by day.
const DAILY = STORED_MEASURES.filter((one) => one.dataset !== 'lead_stage');
export const caseOf = (seed: number): RandomCase => randomCase(seed, DAILY);

/** So many random cases; fewer while code is changed on purpose, since they are then run for each change. */
export const casesOf = (count: number): number =>
  '__stryker__' in globalThis ? count / 20 : count;
