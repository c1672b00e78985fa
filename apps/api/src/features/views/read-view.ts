import { fiscalYearOf } from '@openmops/domain/budgets';
import { dayInZone, monthOf, unitOf } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import type * as z from 'zod';
import { type Context, type Verb, type VerbKind, verb } from '../../verb.ts';
import { rangeOf, toPeriod } from '../goals/to-goal.ts';
import { describeKpi } from '../kpi/describe-kpi.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { campaignSections, learnSections, workSections } from './director-sections.ts';
import { monthSections, paceSection, reconcileSections } from './finance-sections.ts';
import { loadSection, riskSections } from './lead-sections.ts';
import type { Viewing } from './make-section.ts';
import { goalSection, planSection, returnSection } from './plan-sections.ts';
import { VALUE_DEFINITIONS } from './value-definitions.ts';
import { valueSections } from './value-sections.ts';
import { type Section, View, ViewInput, type ViewName } from './views.schema.ts';

const TITLES: Record<ViewName, string> = {
  cmo: 'View of the CMO',
  director: 'View of the director of marketing',
  finance: 'View of finance',
  value: 'Value report',
};

/** One page for a role, made of what the rooms themselves answer: nothing is computed here a second time. */
export const readView = verb({
  name: 'views.read',
  permission: 'plans.read',
  kind: 'read',
  input: ViewInput,
  output: View,
  async run(ctx, { view, period }) {
    const { workspace, now } = ctx;
    const calendar = calendarOf(workspace);
    const today = dayInZone(now, workspace.timeZone);
    const range =
      period === undefined ? unitOf(today - 1, 'quarter', calendar) : rangeOf(period, calendar);
    const viewing: Viewing = {
      workspace,
      now,
      from: formatDay(range.from),
      to: formatDay(range.to),
      until: formatDay(Math.min(range.to, today - 1)),
      today: formatDay(today),
      fiscalYear: fiscalYearOf(monthOf(range.from).month, workspace),
      period,
      ask: asking(ctx),
    };
    const sections = await SECTIONS[view](viewing);
    return {
      view,
      title: TITLES[view],
      period: toPeriod(range, calendar),
      at: new Date(now).toISOString(),
      asOf: viewing.until,
      workspace: workspace.name,
      currency: workspace.currency,
      sections,
      definitions: definitionsOf(sections),
    };
  },
});

/** Asks verbs of rooms, each question once: several sections stand on the same answer. */
function asking(ctx: Context<'read'>): Viewing['ask'] {
  const known = new Map<string, unknown>();
  return async <K extends VerbKind, I extends z.ZodType, O>(
    other: Verb<K, I, O>,
    input: z.input<I>,
  ): Promise<O> => {
    const key = `${other.name} ${JSON.stringify(input)}`;
    if (!known.has(key)) known.set(key, await other.call(scopeOf(ctx), input));
    return known.get(key) as O;
  };
}

const scopeOf = ({ instance, actor, workspace, requestId }: Context<'read'>) => ({
  instance,
  actor,
  workspace,
  requestId,
});

// One after the other: a view is no reason to fill every connection of the store.
const SECTIONS: Record<ViewName, (viewing: Viewing) => Promise<Section[]>> = {
  cmo: async (viewing) => [
    await planSection(viewing),
    await goalSection(viewing),
    await returnSection(viewing),
    ...(await riskSections(viewing)),
    await loadSection(viewing),
  ],
  director: async (viewing) => [
    ...(await campaignSections(viewing)),
    ...(await workSections(viewing)),
    ...(await learnSections(viewing)),
  ],
  finance: async (viewing) => [
    ...(await reconcileSections(viewing)),
    await paceSection(viewing),
    ...(await monthSections(viewing)),
  ],
  value: valueSections,
};

/** What every KPI of the sections means, each once. */
function definitionsOf(sections: readonly Section[]): View['definitions'] {
  const kpis = sections.flatMap(({ figures, table }) =>
    [...figures, ...(table?.rows ?? [])].flatMap(({ kpi }) => (kpi === null ? [] : [kpi])),
  );
  return [...new Set(kpis)].map((id) => {
    const own = VALUE_DEFINITIONS.find((one) => one.kpi === id);
    if (own) return own;
    const described = describeKpi(findKpi(CATALOGUE, id));
    const { name, version, definition, formula, description } = described;
    return { kpi: described.id, name, version, definition, formula, description };
  });
}
