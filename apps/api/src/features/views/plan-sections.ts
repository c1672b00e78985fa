import { summarise } from '../budgets/summary.ts';
import type { Standing } from '../goals/goals.schema.ts';
import { listGoals } from '../goals/list-goals.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import {
  columns,
  figure,
  MONEY,
  moneyIn,
  row,
  SHARE,
  section,
  TIMES,
  type Viewing,
} from './make-section.ts';
import type { Figure, Section } from './views.schema.ts';

/** Baseline, forecast and actual of the year, and of its quarters. */
export function planSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'plan',
    title: 'Plan, forecast and actual',
    link: `/budget/summary?year=${viewing.fiscalYear}`,
    from: ['budgets.summary'],
    async make() {
      const found = await viewing.ask(summarise, { fiscalYear: viewing.fiscalYear, by: 'quarter' });
      const link = `/budget/summary?year=${viewing.fiscalYear}`;
      const unit = moneyIn(found.currency);
      const money = (id: string, label: string, value: number | null) =>
        figure({ id, label, value, unit, link });
      return {
        asOf: viewing.today,
        figures: [
          money('total', 'Budget of the year', found.total),
          { ...money('baseline', 'Baseline', found.baseline), says: unlocked(found.baseline) },
          money('forecast', 'Forecast', found.forecast),
          money('actual', 'Actual', found.actual),
          money('committed', 'Committed', found.committed),
          money('planned', 'Planned, neither promised nor spent', found.planned),
          {
            ...money('available', 'Available', found.available),
            says: 'Budget − actual − committed − planned',
            tone: found.available < 0 ? ('bad' as const) : ('none' as const),
          },
        ],
        table: {
          columns: columns(
            ['quarter', 'Quarter', 'text'],
            ['baseline', 'Baseline', unit],
            ['forecast', 'Forecast', unit],
            ['actual', 'Actual', unit],
            ['variance', 'Forecast − actual', unit],
          ),
          rows: found.rows.map(({ name, label, baseline, forecast, actual, variance }) =>
            row({ id: name, cells: [label, baseline, forecast, actual, variance], link }),
          ),
        },
        notes: found.warnings.map(({ message, hint }) => `${message} ${hint ?? ''}`.trim()),
      };
    },
  });
}

const unlocked = (baseline: number | null) =>
  baseline === null ? 'The plan is not locked yet.' : null;

/** Every goal with its target, what came, what was expected by now, and its pace. */
export function goalSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'goals',
    title: 'Goals and their pace',
    link: '/goals',
    from: ['goals.list'],
    async make() {
      const found = await viewing.ask(listGoals, when(viewing));
      const goals = found.objectives.flatMap((objective) =>
        objective.goals.map((goal) => ({ goal, objective: objective.name })),
      );
      return {
        asOf: found.asOf,
        table: {
          columns: columns(
            ['goal', 'Goal', 'text'],
            ['objective', 'Objective', 'text'],
            ['period', 'Period', 'text'],
            ['target', 'Target', 'row'],
            ['actual', 'Actual', 'row'],
            ['expected', 'Expected to date', 'row'],
            ['attained', 'Attained', SHARE],
            ['pace', 'Pace', TIMES],
            ['state', 'State', 'text'],
            ['until', 'Known until', 'text'],
            ['says', 'Why', 'text'],
          ),
          rows: goals.map(({ goal, objective }) => {
            const { standing } = goal;
            const { period } = standing ?? {};
            return row({
              id: goal.id,
              cells: [
                goal.name,
                objective,
                period ? (period.label ?? `${period.from} to ${period.to}`) : null,
                standing?.target.value ?? null,
                standing?.actual ?? null,
                standing?.expected ?? null,
                standing?.attainment ?? null,
                standing?.pace ?? null,
                standing ? STATES[standing.state] : 'No target',
                standing?.until ?? null,
                standing?.reason ?? 'No target is set for this period.',
              ],
              unit: goal.unit,
              tone: standing?.light ?? 'none',
              link: `/goals/${goal.id}`,
              kpi: goal.kpi,
              definition: goal.definition,
            });
          }),
        },
        none: 'There are no goals yet.',
      };
    },
  });
}

const STATES: Record<Standing['state'], string> = {
  notStarted: 'Not started',
  behind: 'Behind',
  onTrack: 'On track',
  ahead: 'Ahead',
  tooFast: 'Too fast',
  met: 'Met',
  missed: 'Missed',
  noData: 'No value yet',
};

/** Goals are asked for the period that somebody named; otherwise each for the one that counts. */
export const when = ({ period }: Viewing) => (period === undefined ? {} : { period });

const RETURN = [
  'paid.cost',
  'pipe.created',
  'rev.bookings',
  'rev.spend_to_pipeline',
  'rev.mer',
  'rev.romi',
  'paid.roas',
];

/** Spend, and what came of it: pipeline and revenue, whole and for every unit that was spent. */
export function returnSection(viewing: Viewing): Promise<Section> {
  return section(viewing, {
    id: 'return',
    title: 'What came of the spend',
    link: `/?from=${viewing.from}&to=${viewing.until}`,
    from: ['kpi.read'],
    async make() {
      const { from, until } = viewing;
      if (until < from)
        return { asOf: until, notes: [`The period begins on ${from}: nothing came yet.`] };
      return kpiFigures(viewing, RETURN);
    },
  });
}

/** KPIs of the period so far as figures, each with what it means, and with why there is none. */
export async function kpiFigures(
  viewing: Viewing,
  kpis: readonly string[],
): Promise<{ asOf: string; figures: Figure[]; notes: string[] }> {
  const { from, until } = viewing;
  const answer = await viewing.ask(readKpi, { kpis: [...kpis], from, to: until });
  const [values] = answer.rows;
  const said = new Set<string>();
  const figures = kpis.map((kpi) => {
    const about = answer.kpis[kpi];
    const value = values?.values[kpi] ?? null;
    const note = answer.notes.find((one) => one.kpi === kpi);
    if (value === null && note) said.add(note.message);
    return figure({
      id: kpi,
      label: about?.name ?? kpi,
      value,
      unit: about?.unit ?? MONEY,
      says: value === null ? (note?.message ?? 'No source delivers what it needs.') : null,
      link: `/kpis/${kpi}?from=${from}&to=${until}`,
      kpi,
      definition: about?.definition ?? null,
    });
  });
  // A value that is stale or partly counted has its words too, once for all KPIs that say them.
  const notes = answer.notes
    .filter(({ message }) => !said.has(message))
    .map(({ message, hint }) => `${message} ${hint ?? ''}`.trim());
  return { asOf: answer.asOf ?? until, figures, notes: [...new Set(notes)] };
}
