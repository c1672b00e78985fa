import type { KpiAnswer, KpiAnswerKpi, KpiAnswerRow } from '@openmops/domain/kpi';
import type { BudgetAnswer } from '../budget/budget-of.ts';
import type { GoalAnswer } from '../goal/goal-of.ts';

/** Answers for tests and examples: shaped as the API gives them, computed, the same every time. */
const KPIS: Record<string, KpiAnswerKpi & { level: number; swing: number }> = {
  'paid.cost': kpi('Media cost', { kind: 'money' }, 'neutral', 1840, 0.3),
  'paid.clicks': kpi('Clicks', { kind: 'count' }, 'up', 3120, 0.35),
  'paid.ctr': kpi('Click-through rate', { kind: 'ratio', display: 'percent' }, 'up', 0.0421, 0.12),
  'paid.cpc': kpi('Cost per click', { kind: 'money' }, 'down', 0.59, 0.14),
  'paid.roas': kpi('Return on ad spend', { kind: 'ratio', display: 'times' }, 'up', 4.2, 0.2),
  'web.sessions': kpi('Sessions', { kind: 'count' }, 'up', 9480, 0.25),
};

function kpi(
  name: string,
  unit: KpiAnswerKpi['unit'],
  direction: KpiAnswerKpi['direction'],
  ...[level, swing]: [number, number]
) {
  const definition = `sha256${name.length.toString(16).repeat(29).slice(0, 58)}`;
  return { definition, version: 1, name, unit, direction, level, swing };
}

type Ask = {
  kpis: string[];
  from?: string;
  to?: string;
  daily?: boolean;
  by?: string;
  values?: (string | null)[];
  compare?: boolean;
};

const DAY_MS = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const ms = (day: string) => Date.parse(`${day}T00:00:00Z`);

// A week's rhythm, a slow drift and a fixed ripple.
const wave = (day: number, seed: number) =>
  Math.sin((day * 2 * Math.PI) / 7 + seed) * 0.5 +
  Math.sin(day / 9 + seed * 2) * 0.6 +
  Math.sin(day * 12.9898 + seed * 78.233) * 0.25;

/** An answer to a question, e.g. `answerOf({ kpis: ['paid.ctr'], daily: true, compare: true })`. */
export function answerOf(ask: Ask): KpiAnswer {
  const { kpis, from = '2026-10-01', to = '2026-10-30', by, compare = false } = ask;
  const days = Math.round((ms(to) - ms(from)) / DAY_MS) + 1;
  const before = { from: iso(ms(from) - days * DAY_MS), to: iso(ms(from) - DAY_MS) };
  const groups = by ? (ask.values ?? ['Paid search', 'Paid social', 'Display', null]) : [null];
  const valueAt = (id: string, day: number, group: number) => {
    const { level, swing, unit } = KPIS[id] ?? kpi(id, { kind: 'count' }, 'up', 100, 0.2);
    const raw = (level / (1 + group * 0.8)) * (1 + swing * wave(day, id.length + group));
    return unit.kind === 'count' ? Math.round(raw) : raw;
  };
  const total = (id: string, start: number, group: number) => {
    const all = Array.from({ length: days }, (_, day) => valueAt(id, start + day, group));
    const sum = all.reduce((a, b) => a + b, 0);
    const { unit } = KPIS[id] ?? { unit: { kind: 'count' } };
    const adds = unit.kind === 'count' || id === 'paid.cost';
    return adds ? sum : sum / days;
  };
  const each = (make: (id: string) => number) =>
    Object.fromEntries(kpis.map((id) => [id, make(id)]));
  const first = ms(from) / DAY_MS;
  const rows = groups.flatMap((name, group): KpiAnswerRow[] => {
    const dims: Record<string, string | null> = by ? { [by]: name } : {};
    if (!ask.daily) {
      const values = each((id) => total(id, first, group));
      const previous = compare ? each((id) => total(id, first - days, group)) : null;
      return [{ dims, period: null, from, to, values, previous }];
    }
    return Array.from({ length: days }, (_, day) => ({
      dims: { ...dims, period: iso(ms(from) + day * DAY_MS) },
      period: iso(ms(from) + day * DAY_MS),
      from: iso(ms(from) + day * DAY_MS),
      to: iso(ms(from) + day * DAY_MS),
      values: each((id) => valueAt(id, first + day, group)),
      previous: compare ? each((id) => valueAt(id, first - days + day, group)) : null,
    }));
  });
  return {
    currency: 'EUR',
    asOf: '2026-10-31T06:12:00Z',
    from,
    to,
    previous: compare ? before : null,
    kpis: Object.fromEntries(
      kpis.map((id) => {
        const {
          level: _,
          swing: __,
          ...found
        } = KPIS[id] ?? kpi(id, { kind: 'count' }, 'up', 1, 1);
        return [id, found];
      }),
    ),
    rows,
    sources: [
      {
        id: 'google_ads',
        name: 'Google Ads',
        lastImport: '2026-10-31T06:12:00Z',
        upTo: '2026-10-30',
        stale: false,
        staleReason: null,
      },
    ],
    notes: [],
  };
}

/** The answer of a goal: 180,000 of 400,000, behind. */
export function goalAnswerOf(more: object = {}): GoalAnswer {
  const goal = {
    ...{ id: 'go_1', name: 'Pipeline EMEA', target: 400_000, actual: 180_000, attained: 0.45 },
    ...{ expected: 197_802.2, pace: 0.91, until: '2026-03-17', daysLeft: 46, state: 'behind' },
    ...{ light: 'bad' as const, reason: '91% of what should be there.' },
    period: { label: 'FY2027 Q1', from: '2026-02-01', to: '2026-04-30' },
    ...more,
  };
  const answer = answerOf({ kpis: ['paid.cost'] });
  const rows = answer.rows.map((row) => ({ ...row, values: { 'paid.cost': goal.actual } }));
  return { ...answer, rows, goal };
}

/** The answer of a budget: 170,000 of 1,000,000 available. */
export function budgetAnswerOf(more: object = {}): BudgetAnswer {
  const budget = {
    ...{
      id: 'pl_1',
      name: 'Plan 2027',
      kind: 'plan' as const,
      rule: 'total − actual − committed − planned',
    },
    ...{
      total: 1_000_000,
      actual: 310_000,
      committed: 120_000,
      planned: 400_000,
      available: 170_000,
    },
    ...more,
  };
  const answer = answerOf({ kpis: ['paid.cost'] });
  return { ...answer, budget };
}
