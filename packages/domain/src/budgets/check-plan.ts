import type { Issue } from '../shared/issue.ts';
import { overTarget } from '../targets/budget.ts';
import { moneyText } from './money-text.ts';

/** What is looked at before a plan goes to review. */
export type PlanToCheck = {
  currency: string;
  /** The budget from above; null: nobody has set one. */
  totalMicros: number | null;
  targets: readonly { team: string; quarter: number; micros: number }[];
  lines: readonly {
    name: string;
    team: string;
    goalId: string | null;
    months: readonly number[];
  }[];
  /** Names of campaigns in the plan that serve no goal. */
  campaignsWithoutGoal: readonly string[];
};

export type PlanRules = { overTarget: 'block' | 'warn'; orphans: 'block' | 'warn' };

export type PlanCheck = {
  ready: boolean;
  /** Errors stand in the way of review, warnings are to be seen: `over_target`, `no_goal` … */
  findings: Issue[];
  /** What the lines are above the budget from above; below 0: still free. Null: there is none. */
  overMicros: number | null;
  /** Team × quarter: target, lines, how much above. */
  cells: {
    team: string;
    quarter: number;
    targetMicros: number;
    plannedMicros: number;
    overMicros: number;
  }[];
  method: 'check_plan';
  version: 1;
};

/**
 * What a plan still lacks before it goes to review, all at once: lines, a budget from above, room in
 * it, goals of its campaigns. Targets of teams by quarter are compared with their lines; a cell that is
 * over warns, and only the whole plan blocks.
 * @example
 * const line = { name: 'Search', team: 'Demand', goalId: 'go_1', months: Array(12).fill(9e6) };
 * const plan = { currency: 'USD', totalMicros: 100e6, targets: [], lines: [line], campaignsWithoutGoal: [] };
 * checkPlan(plan, { overTarget: 'block', orphans: 'warn' }).findings[0].message // 'over target by 8.00'
 */
export function checkPlan(plan: PlanToCheck, rules: PlanRules): PlanCheck {
  const { currency, totalMicros, lines, campaignsWithoutGoal: orphans } = plan;
  const findings: Issue[] = [];
  const planned = lines.reduce((all, line) => all + sum(line.months), 0);
  const overMicros = totalMicros === null ? null : planned - totalMicros;
  if (lines.length === 0)
    findings.push(finding('no_lines', 'error', 'it has no lines', 'Add what is to be spent.'));
  if (totalMicros === null)
    findings.push(
      finding('no_total', 'error', 'no budget is set from above', 'Set the total of the year.'),
    );
  if (overMicros !== null && overMicros > 0)
    findings.push(
      finding(
        'over_target',
        severityOf(rules.overTarget),
        `over target by ${moneyText(overMicros, currency)}`,
        'Lower lines, or ask for a higher total.',
      ),
    );
  if (orphans.length > 0)
    findings.push(
      finding(
        'no_goal',
        severityOf(rules.orphans),
        orphans.length === 1
          ? '1 campaign has no goal'
          : `${orphans.length} campaigns have no goal`,
        `Give a goal to: ${orphans.slice(0, 5).join(', ')}${orphans.length > 5 ? ' …' : ''}.`,
      ),
    );
  const aimless = lines.filter((line) => line.goalId === null && sum(line.months) > 0).length;
  if (aimless > 0)
    findings.push(
      finding(
        'line_without_goal',
        'warning',
        aimless === 1 ? '1 line has no goal' : `${aimless} lines have no goal`,
        'Name the goal that the money serves.',
      ),
    );
  const cells = cellsOf(plan);
  for (const cell of cells) {
    if (cell.overMicros <= 0) continue;
    const over = moneyText(cell.overMicros, currency);
    const place = `${cell.team || 'No team'}, Q${cell.quarter}`;
    findings.push(
      finding('cell_over_target', 'warning', `${place} is ${over} over its target`, null),
    );
  }
  const ready = findings.every(({ severity }) => severity !== 'error');
  return { ready, findings, overMicros, cells, method: 'check_plan', version: 1 };
}

/** Only teams with a target, or all where there is none, are compared cell by cell. */
function cellsOf({ targets, lines }: PlanToCheck): PlanCheck['cells'] {
  if (targets.length === 0) return [];
  const byQuarter = lines.flatMap((line) =>
    [0, 1, 2, 3].map((place) => ({
      team: line.team,
      quarter: String(place + 1),
      micros: sum(line.months.slice(place * 3, place * 3 + 3)),
    })),
  );
  const set = targets.map((one) => ({ ...one, quarter: String(one.quarter) }));
  return overTarget(set, byQuarter)
    .rows.map((row) => ({ ...row, quarter: Number(row.quarter) }))
    .filter((row) => row.targetMicros !== 0 || row.plannedMicros !== 0);
}

const sum = (months: readonly number[]) => months.reduce((all, one) => all + one, 0);
const severityOf = (rule: 'block' | 'warn') => (rule === 'block' ? 'error' : 'warning');

function finding(
  code: string,
  severity: 'error' | 'warning',
  message: string,
  hint: string | null,
): Issue {
  return { code, severity, message, hint, line: null, field: null };
}
