import { Readable } from 'node:stream';
import { type DayRange, unitOf } from '@openmops/domain/calendar';
import {
  type DemoBudget,
  type DemoGoal,
  type DemoPlan,
  demoPlan,
} from '@openmops/domain/demo/plan';
import { type Day, formatDay } from '@openmops/domain/shared';
import { valuesOf } from '@openmops/domain/targets';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Scope } from '../../verb.ts';
import { allocate } from '../budgets/allocate.ts';
import { readBudgetRules, setBudgetRules } from '../budgets/budget-rules.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { createPlan, setTargets } from '../budgets/create-plan.ts';
import { importInvoices } from '../budgets/import-invoices.ts';
import { importOrders } from '../budgets/import-orders.ts';
import { listLines } from '../budgets/read-plan.ts';
import { approvePlan, lockPlan, submitPlan } from '../budgets/step-plan.ts';
import { uploadExpenses } from '../budgets/upload-expenses.ts';
import { keepCampaigns } from '../campaigns/keep-campaigns.ts';
import {
  createExperiment,
  lookAtExperiment,
  moveExperiment,
} from '../experiments/change-experiment.ts';
import { createActivity } from '../goals/activities.ts';
import { checkIn } from '../goals/check-in.ts';
import { createGoal } from '../goals/goals.ts';
import { createObjective } from '../goals/objectives.ts';
import { addSurveyValue } from '../goals/survey-values.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import type { DemoState } from './demo.schema.ts';
import { loadStrategy } from './load-strategy.ts';
import { keepSamplePeople } from './sample-people.ts';

/**
 * Objectives, goals, campaigns, the budget, content and experiments of the demo company, by the verbs that people
 * use: what these refuse cannot be planted.
 */
export async function loadPlan(
  instance: Instance,
  { workspaceId, today }: Pick<DemoState, 'workspaceId' | 'today'>,
): Promise<void> {
  const all = await listWorkspaces(instance.records.system.db);
  const workspace = all.find(({ id }) => id === workspaceId);
  if (!workspace) return;
  const by: Scope = {
    instance,
    actor: { kind: 'system' },
    workspace,
    requestId: newId('req'),
  };
  const plan = demoPlan(today);
  const at = { instance, workspace, by, today };
  const people = await instance.records.system.transaction((trx) =>
    keepSamplePeople(trx, workspaceId, plan.executives),
  );
  const goals = await loadGoals(at, plan, people);
  const campaigns = await instance.records.scoped(workspaceId).transaction(
    (trx) =>
      keepCampaigns(
        trx,
        plan.campaigns.map((one) => ({
          ...one,
          goal: goals.get(one.goal ?? '') ?? null,
          owner: people.get(one.owner) ?? null,
        })),
        { workspaceId, by: 'system', at: new Date(instance.now()) },
      ),
    { quiet: true },
  );
  await loadBudgets(at, plan, { goals, campaigns });
  await loadExperiments(at, plan);
  const owner = [...people.values()][0] ?? null;
  await loadStrategy({ by, today, owner }, { goals, campaigns });
}

type At = { instance: Instance; workspace: Workspace; by: Scope; today: Day };
type Ids = ReadonlyMap<string, string>;

/** The last fiscal quarter that is over, and the one that runs. */
function quartersOf({ workspace, today }: At): { last: DayRange; now: DayRange } {
  const calendar = calendarOf(workspace);
  const now = unitOf(today, 'quarter', calendar);
  return { last: unitOf(now.from - 1, 'quarter', calendar), now };
}

const textOf = ({ from, to }: DayRange) => ({ from: formatDay(from), to: formatDay(to) });

async function loadGoals(at: At, plan: DemoPlan, people: Ids): Promise<Ids> {
  const { by } = at;
  const { last, now } = quartersOf(at);
  const objectives = new Map<string, string>();
  for (const { key, name, note, owner: email } of plan.objectives) {
    const owner = people.get(email) ?? null;
    objectives.set(key, (await createObjective.call(by, { name, note, owner })).id);
  }
  const ids = new Map<string, string>();
  for (const goal of plan.goals) {
    const { key, name, kind, kpi, scope = {} } = goal;
    const value = await targetOf(at, goal, last);
    const targets = [last, now].map((range) => ({
      period: textOf(range),
      kind: 'reach' as const,
      value,
    }));
    const survey = goal.survey !== undefined;
    const { id } = await createGoal.call(by, {
      ...{ objective: objectives.get(goal.objective) ?? '', name, kind, kpi, scope, targets },
      source: survey ? 'survey' : 'facts',
    });
    if (goal.survey !== undefined)
      await addSurveyValue.call(by, { goal: id, ...textOf(last), value: goal.survey });
    ids.set(key, id);
  }
  for (const { goal, name, rule, done } of plan.activities) {
    const days = mondaysOf(last);
    const { id } = await createActivity.call(by, {
      ...{ goal: ids.get(goal) ?? '', name, rule, from: formatDay(last.from) },
    });
    for (const [nth, day] of days.entries())
      await checkIn.call(by, {
        ...{ activity: id, day: formatDay(day), state: nth < done ? 'done' : 'skipped' },
      });
  }
  return ids;
}

/** The target of which the goal has attained its share in the quarter that is over. */
async function targetOf({ by }: At, goal: DemoGoal, range: DayRange): Promise<number> {
  const { kpi, scope = {}, survey, attained } = goal;
  let actual = survey;
  if (actual === undefined) {
    const filters = Object.entries(scope).map(([dim, part]) => ({
      ...{ dim, op: 'in' as const, values: valuesOf(part) },
    }));
    const { rows } = await readKpi.call(by, { kpis: [kpi], ...textOf(range), filters });
    actual = rows[0]?.values[kpi] ?? 0;
  }
  const target = actual / attained;
  return target < 10 ? Math.round(target * 1e4) / 1e4 : Math.round(target);
}

function mondaysOf({ from, to }: DayRange): Day[] {
  // 1970-01-01 was a Thursday.
  const first = from + ((4 - (from % 7) + 7) % 7);
  const days: Day[] = [];
  for (let day = first; day <= to; day += 7) days.push(day);
  return days;
}

/** The plans of two years, and what was billed in either. */
async function loadBudgets({ by }: At, plan: DemoPlan, ids: Linked): Promise<void> {
  const reason = 'Sample data';
  // One sample approves for all; from then on two people are needed.
  const { rules, version } = await readBudgetRules.call(by, {});
  const alone = { ...rules, separateDuties: false };
  await setBudgetRules.call(by, { version, rules: alone, reason });
  const years = [plan.lastYear, plan.budget];
  for (const budget of years) await loadBudget(by, budget, ids);
  const orders = await fileOf(by, 'orders.csv', [
    ['Number', 'Vendor', 'Day', 'Amount', 'Currency', 'Line', 'Campaign'],
    ...years
      .flatMap((budget) => budget.orders)
      .map((one) => [
        ...[one.number, one.vendor, one.day, cents(one), one.currency, one.line],
        one.campaign ?? '',
      ]),
  ]);
  await importOrders.call(by, { upload: orders });
  const invoices = await fileOf(by, 'invoices.csv', [
    ['Number', 'Vendor', 'Day', 'Amount', 'Currency', 'PO number'],
    ...years
      .flatMap((budget) => budget.invoices)
      .map((one) => [one.number, one.vendor, one.day, cents(one), one.currency, one.order]),
  ]);
  await importInvoices.call(by, { upload: invoices });
  await setBudgetRules.call(by, { version: version + 1, rules, reason });
}

const cents = ({ amount }: { amount: number }) => amount.toFixed(2);

/** Rows of a table as a file that waits to be imported. */
async function fileOf(by: Scope, name: string, rows: string[][]): Promise<string> {
  const body = Readable.from([Buffer.from(rows.map((cells) => cells.join(',')).join('\n'))]);
  const { upload } = await uploadExpenses.call(by, { name, body });
  return upload;
}

type Linked = { goals: Ids; campaigns: Ids };

async function loadBudget(
  by: Scope,
  budget: DemoBudget,
  { goals, campaigns }: Linked,
): Promise<void> {
  const { fiscalYear, total, targets } = budget;
  const { id } = await createPlan.call(by, { fiscalYear, total });
  let { version } = await setTargets.call(by, { id, version: 1, targets });
  await changeLines.call(by, {
    id,
    add: budget.lines.map(({ goal, campaigns: codes, ...line }) => ({
      ...line,
      goalId: goals.get(goal) ?? null,
      campaignId: codes.length === 1 ? (campaigns.get(codes[0] ?? '') ?? null) : null,
    })),
  });
  const { lines } = await listLines.call(by, { id });
  for (const line of lines) {
    const codes = budget.lines.find(({ name }) => name === line.name)?.campaigns ?? [];
    if (codes.length > 1)
      await allocate.call(by, {
        ...{ line: line.id, version: line.version },
        to: codes.flatMap((code) => {
          const campaignId = campaigns.get(code);
          return campaignId ? [{ campaignId }] : [];
        }),
      });
  }
  for (const step of [
    () => submitPlan.call(by, { id, version }),
    () => approvePlan.call(by, { id, version, as: 'cmo' }),
    () => approvePlan.call(by, { id, version, as: 'finance' }),
    () => lockPlan.call(by, { id, version }),
  ])
    ({ version } = await step());
}

async function loadExperiments({ by }: At, plan: DemoPlan): Promise<void> {
  for (const { arms, look, ...one } of plan.experiments) {
    const { id } = await createExperiment.call(by, {
      ...one,
      ...{ variable: 'messaging', baseline: 0.05, effect: 0.01 },
      arms: arms.map((name) => ({ name, share: 0.5 })),
    });
    if (!look) continue;
    const counts = look.cases.map((cases, arm) => ({ cases, successes: look.successes[arm] ?? 0 }));
    await lookAtExperiment.call(by, { id, look: { asOf: look.asOf, arms: counts } });
    await moveExperiment.call(by, { id, version: 2, state: 'ended' });
  }
}
