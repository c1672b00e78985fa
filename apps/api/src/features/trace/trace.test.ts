import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../testing/run-command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { createCommitment } from '../budgets/commitments.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { createExpense } from '../budgets/expenses.ts';
import { listLines } from '../budgets/read-plan.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { createGoal } from '../goals/goals.ts';
import { createObjective } from '../goals/objectives.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { createLink } from '../links/create-link.ts';
import { followTrace } from './follow-trace.ts';
import { traceCommands } from './trace.commands.ts';
import type { Trace } from './trace.schema.ts';

let instance: TestInstance;
let workspace: Workspace;
let other: Workspace;
let link: string;
let objective: string;
let goal: string;
let spring: string;
let autumn: string;

beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  workspace = await instance.addWorkspace('team');
  other = await instance.addWorkspace('other');
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Cost', '2026-02-05,spring,9100', '2026-02-06,autumn,900'],
  });
  const made = await createLink.call(instance.scope({ kind: 'local' }, workspace), {
    url: 'https://a.example/p?utm_source=twitter&utm_medium=paid_social&utm_campaign=spring',
  });
  link = made.id;
  await plant();
});
afterAll(() => instance.close());

/** A whole chain, by the verbs of its rooms. */
async function plant() {
  const owner = instance.scope(await instance.addUser(workspace, 'owner'), workspace);
  objective = (await createObjective.call(owner, { name: 'Grow in EMEA' })).id;
  const sales = { kind: 'sales' as const, kpi: 'pipe.created' };
  goal = (await createGoal.call(owner, { objective, name: 'Pipeline EMEA', ...sales })).id;
  const campaign = (name: string, more: object) =>
    createCampaign.call(owner, { name, code: name, type: 'other', from: '2026-02-01', ...more });
  spring = (await campaign('spring', { goal })).id;
  autumn = (await campaign('autumn', {})).id;
  const { id: plan } = await createPlan.call(owner, { fiscalYear: 2026, total: 20_000 });
  const months = Array<number>(12).fill(1000);
  await changeLines.call(owner, {
    id: plan,
    add: [
      {
        name: 'Paid social',
        team: 'Demand',
        channel: 'Paid social',
        goalId: goal,
        campaignId: spring,
        months,
      },
    ],
  });
  const [line] = (await listLines.call(owner, { id: plan })).lines;
  const order = { number: 'PO-7', vendor: 'Northlight', day: '2026-02-02' };
  await createCommitment.call(owner, { ...order, amount: 500, line: line?.id ?? '' });
  await createExpense.call(owner, {
    ...{ number: 'R-1', vendor: 'Northlight', day: '2026-02-20', amount: 500 },
    poNumber: 'PO-7',
  });
}

const follow = (id: string, where = workspace) =>
  followTrace.call(instance.scope({ kind: 'local' }, where), { id });
const namesIn = ({ steps }: Trace) =>
  Object.fromEntries(
    steps.flatMap(({ step, nodes }) =>
      nodes.length > 0 ? [[step, nodes.map(({ name }) => name)]] : [],
    ),
  );

describe('a trace', () => {
  it('is the same chain from the objective, the campaign and the link', async () => {
    const whole = await follow(objective);
    expect(namesIn(whole)).toEqual({
      objective: ['Grow in EMEA'],
      goal: ['Pipeline EMEA'],
      line: ['Paid social'],
      commitment: ['PO-7, Northlight'],
      expense: ['R-1, Northlight'],
      campaign: ['spring'],
      link: [expect.stringContaining('utm_campaign=spring')],
    });
    expect(whole.result).toMatchObject({ from: '2026-02-01', to: '2026-03-01', spend: 9100 });
    for (const id of [goal, spring, link]) {
      const from = await follow(id);
      expect([id, namesIn(from)]).toEqual([id, namesIn(whole)]);
      expect(from.result?.spend).toBe(9100);
    }
  });

  it('names what is missing, campaign by campaign', async () => {
    const lone = await follow(autumn);
    expect(lone.missing.map(({ message }) => message)).toEqual([
      'autumn serves no goal.',
      'autumn has no plan line that pays for it.',
      'autumn has no invoice.',
      'autumn has no content.',
      'autumn has no tracked link.',
      'No deal was won that came by these campaigns.',
    ]);
    const whole = await follow(spring);
    expect(whole.missing.map(({ step }) => step)).toEqual(['asset', 'deal']);
  });

  it('refuses what cannot be followed, and what is of another workspace', async () => {
    await expect(follow('xx_1')).rejects.toThrow('no record xx_1');
    await expect(follow('ca_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(follow('deal/hubspot/1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(follow(spring, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is told by REST and on the command line', async () => {
    const { key } = await createKey.call(instance.scope({ kind: 'local' }, workspace), {
      name: 'k',
      scopes: ['plans.read'],
    });
    const answer = await instance.app.request(`/api/v1/trace?id=${goal}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await answer.json()).toEqual(await follow(goal));
    const { json, text } = await runCommand(instance, traceCommands, ['trace', goal], 'team');
    expect(json).toEqual(await follow(goal));
    expect(text()).toContain('R-1, Northlight');
    expect(text()).toContain('Missing: spring has no content. Create its content.');
  });
});
