import type { Direction, Unit } from '../kpi/index.ts';
import type { Target } from '../targets/index.ts';
import type { GoalKind } from './schema.ts';

/** A KPI with which a goal of a kind is usually measured, and the form of its target. */
export type TemplateKpi = {
  kpi: string;
  /** The name of a goal that is made of it. */
  name: string;
  unit: Unit;
  direction: Direction;
  target: Pick<Target, 'kind' | 'measures'>;
  /** `survey`: people enter its values. */
  source: 'facts' | 'survey';
  scope: Record<string, string>;
};

export type GoalTemplate = {
  kind: GoalKind;
  name: string;
  description: string;
  kpis: readonly TemplateKpi[];
};

const MONEY: Unit = { kind: 'money' };
const COUNT: Unit = { kind: 'count' };
const PERCENT: Unit = { kind: 'ratio', display: 'percent' };

const facts = { source: 'facts', scope: {} } as const;
const sum = { direction: 'up', target: { kind: 'reach', measures: 'sum' }, ...facts } as const;
const share = {
  unit: PERCENT,
  direction: 'up',
  target: { kind: 'reach', measures: 'level' },
  ...facts,
} as const;
const limit = {
  unit: PERCENT,
  direction: 'down',
  target: { kind: 'stayBelow', measures: 'level' },
  ...facts,
} as const;

/** What marketing is usually asked for: sales, retention and the brand. The first KPI of each is its default. */
export const GOAL_TEMPLATES: readonly GoalTemplate[] = [
  {
    kind: 'sales',
    name: 'Drive sales',
    description: 'Pipeline and revenue that marketing helps to make.',
    kpis: [
      { kpi: 'pipe.created', name: 'Pipeline created', unit: MONEY, ...sum },
      { kpi: 'rev.bookings', name: 'Bookings won', unit: MONEY, ...sum },
      { kpi: 'pipe.mktg_sourced', name: 'Marketing-sourced pipeline', unit: MONEY, ...sum },
      { kpi: 'funnel.mqls', name: 'Marketing qualified leads', unit: COUNT, ...sum },
      { kpi: 'funnel.deals_won', name: 'Deals won', unit: COUNT, ...sum },
    ],
  },
  {
    kind: 'retention',
    name: 'Keep customers',
    description: 'Customers who stay, and who buy more.',
    kpis: [
      { kpi: 'saas.nrr', name: 'Net revenue retention', ...share },
      { kpi: 'saas.grr', name: 'Gross revenue retention', ...share },
      { kpi: 'saas.logo_churn', name: 'Customer churn', ...limit },
      { kpi: 'saas.revenue_churn', name: 'Revenue churn', ...limit },
    ],
  },
  {
    kind: 'brand',
    name: 'Build the brand',
    description: 'How many know you, look for you and come by themselves.',
    kpis: [
      { kpi: 'brand.share_of_search', name: 'Share of search', ...share },
      {
        kpi: 'acq.sessions',
        name: 'Direct traffic',
        unit: COUNT,
        ...sum,
        scope: { channel: 'Direct' },
      },
      { kpi: 'brand.awareness', name: 'Aided recall', ...share, source: 'survey' },
      { kpi: 'brand.consideration', name: 'Consideration', ...share, source: 'survey' },
    ],
  },
];
