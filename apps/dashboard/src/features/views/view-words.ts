import { formatValue, type Unit } from '@openmops/domain/kpi';
import type { BudgetAnswer, GoalAnswer } from '../../api-types.ts';
import type {
  ViewColumn,
  ViewInfo,
  ViewName,
  ViewRow,
  ViewSection,
  ViewTone,
} from '../../api-views.ts';
import { LOCALE } from '../../state/locale.ts';
import { plainDays } from '../../state/plain-days.ts';

export const VIEWS: readonly { name: ViewName; label: string; text: string }[] = [
  {
    name: 'cmo',
    label: 'CMO',
    text: 'Plan against forecast and actual, goals and their pace, what came of the spend, risks, and the load of the team.',
  },
  {
    name: 'director',
    label: 'Director',
    text: 'Health of campaigns and what of their money is left, tasks, approvals, the funnel and experiments.',
  },
  {
    name: 'finance',
    label: 'Finance',
    text: 'What waits to be reconciled, pacing by channel, months, what is promised over what is available, and accruals.',
  },
  {
    name: 'value',
    label: 'Value',
    text: 'What marketing operations were worth in a period: spend and return, hours saved, defects prevented, and money stopped.',
  },
];

export const TONES: Readonly<Record<ViewTone, 'good' | 'warn' | 'bad' | 'plain'>> = {
  good: 'good',
  neutral: 'warn',
  bad: 'bad',
  none: 'plain',
};

/** The tone in a word, since a colour alone says nothing. */
export const TONE_WORDS: Readonly<Record<ViewTone, string>> = {
  good: 'Good',
  neutral: 'Watch',
  bad: 'Needs action',
  none: '',
};

export const valueText = (
  value: number | null,
  unit: { kind: string; currency?: string },
  currency: string,
): string =>
  value === null
    ? '–'
    : formatValue(value, unit as Unit, { locale: LOCALE, currency: unit.currency ?? currency });

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const monthText = (month: string) =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString(LOCALE, {
    ...{ month: 'short', year: 'numeric', timeZone: 'UTC' },
  });

/** A cell of a section's table as people read it. */
export function cellText(
  cell: ViewRow['cells'][number] | undefined,
  { column, row, currency }: { column: ViewColumn; row: ViewRow; currency: string },
): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'string') return MONTH.test(cell) ? monthText(cell) : plainDays(cell);
  const unit = column.unit === 'row' ? row.unit : column.unit;
  return unit === null || typeof unit === 'string' ? String(cell) : valueText(cell, unit, currency);
}

/** Where a file of the view is. */
export function fileAddress(
  view: ViewName,
  of: { ending: 'pdf' | 'csv'; slug: string; period: string },
): string {
  const query = new URLSearchParams({
    workspace: of.slug,
    ...(of.period ? { period: of.period } : {}),
  });
  return `/api/v1/views/${view}.${of.ending}?${query}`;
}

const numberIn = (value: unknown) => (typeof value === 'number' ? value : null);
const NOTHING = { previous: null, sources: [], notes: [], asOf: null };

/** A row of the section of goals as the tile of a goal shows it. */
export function goalAnswer(info: ViewInfo, section: ViewSection, row: ViewRow): GoalAnswer | null {
  const about = info.definitions.find(({ kpi }) => kpi === row.kpi);
  if (!about || row.unit === null) return null;
  const at = (id: string) =>
    row.cells[section.table?.columns.findIndex((one) => one.id === id) ?? -1];
  const { from, to } = info.period;
  const [name, label] = [String(at('goal') ?? ''), String(at('period') ?? '')];
  const { version, definition } = about;
  const unit = row.unit as Unit;
  return {
    ...NOTHING,
    ...{ currency: info.currency, from, to },
    kpis: { [about.kpi]: { definition, version, name: about.name, unit, direction: 'neutral' } },
    rows: [
      {
        dims: {},
        period: null,
        from,
        to,
        previous: null,
        values: { [about.kpi]: numberIn(at('actual')) },
      },
    ],
    goal: {
      id: row.id,
      name,
      target: numberIn(at('target')),
      actual: numberIn(at('actual')),
      attained: numberIn(at('attained')),
      expected: numberIn(at('expected')),
      pace: numberIn(at('pace')),
      until: String(at('until') ?? section.asOf),
      daysLeft: null,
      state: String(at('state') ?? ''),
      light: row.tone,
      reason: plainDays(String(at('says') ?? '')),
      period: { label, from, to },
    },
  };
}

/** The figures of the section of the plan as the tile of a budget shows them. */
export function budgetAnswer(info: ViewInfo, section: ViewSection): BudgetAnswer | null {
  const of = (id: string) => section.figures.find((one) => one.id === id);
  const [total, actual, committed, planned, available] = [
    ...['total', 'actual', 'committed', 'planned', 'available'].map((id) => of(id)?.value ?? null),
  ];
  if (total == null || actual == null || committed == null || available == null) return null;
  const { from, to } = info.period;
  const unit = { kind: 'money' as const };
  const rule = 'total − actual − committed − planned';
  const about = {
    definition: rule,
    version: 1,
    name: 'Available',
    unit,
    direction: 'neutral' as const,
  };
  return {
    ...NOTHING,
    // A plan keeps the currency in which it was made.
    ...{ currency: of('total')?.unit.currency ?? info.currency, from, to, asOf: info.at },
    kpis: { available: about },
    rows: [{ dims: {}, period: null, from, to, previous: null, values: { available } }],
    budget: {
      ...{ id: 'plan', kind: 'plan', name: 'Budget of the year', rule },
      ...{ total, actual, committed, planned: planned ?? null, available },
    },
  };
}
