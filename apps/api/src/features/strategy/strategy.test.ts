import { questionnaire } from '@openmops/domain/strategy';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { createCampaign } from '../campaigns/create-campaign.ts';
import { readCalendar } from '../campaigns/read-calendar.ts';
import { createGoal, updateGoal } from '../goals/goals.ts';
import { createObjective } from '../goals/objectives.ts';
import { createKey } from '../keys/create-key.ts';
import { createStrategy, removeStrategy, updateStrategy } from './change-strategy.ts';
import { readFriction } from './friction.ts';
import { readMaturity, saveMaturity } from './maturity.ts';
import { planningJob } from './remind-job.ts';
import { listStrategies, listVersions, readGaps, readStrategy } from './show-strategy.ts';

let now = Date.parse('2026-03-10T12:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
let owner: Awaited<ReturnType<TestInstance['addUser']>>;
let viewer: Awaited<ReturnType<TestInstance['addUser']>>;
let goals: string[];
let campaign: string;
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace('north', { fiscalStart: 2 });
  owner = await instance.addUser(workspace, 'owner');
  viewer = await instance.addUser(workspace, 'viewer');
  const { id: objective } = await createObjective.call(scope(), { name: 'Grow' });
  const goal = (name: string) =>
    createGoal.call(scope(), { objective, name, kind: 'sales', kpi: 'pipe.created' });
  goals = [(await goal('Pipeline')).id, (await goal('Retention')).id];
  campaign = (await createCampaign.call(scope(), { name: 'Fair', type: 'event' })).id;
});
afterAll(() => instance.close());

const scope = () => instance.scope(owner, workspace);
const tactic = (id: string, more: object = {}) => ({ id, name: id, goal: null, ...more });
const get = (id: string) => readStrategy.call(scope(), { id });
const told = async (kind: string) =>
  instance.records.system.db
    .selectFrom('notifications')
    .select(['user_id', 'text', 'link', 'read_at'])
    .where('kind', '=', kind)
    .orderBy('created_at')
    .execute();
const remind = () =>
  planningJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);

describe('a strategy', () => {
  it('lists goals without a tactic and tactics without a campaign, and keeps every version', async () => {
    const { id } = await createStrategy.call(scope(), {
      ...{ fiscalYear: 2027, situation: 'Two new rivals.', goals, owner: owner.id },
      tactics: [tactic('fairs', { goal: goals[0], channel: 'event' })],
      risks: [
        { name: 'Rain', likelihood: 2, impact: 1 },
        { name: 'Budget cut', likelihood: 4, impact: 5, owner: owner.id, answer: 'Two stages.' },
      ],
      metrics: ['pipe.created'],
    });
    const first = await get(id);
    expect(first).toMatchObject({ label: 'FY2027', version: 1, budget: null });
    expect(first.gaps.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'goal_without_tactic Retention',
      'tactic_without_campaign fairs',
    ]);
    expect(first.risks.map(({ name, level }) => `${name} ${level}`)).toEqual([
      ...['Budget cut high', 'Rain low'],
    ]);
    now += 60_000;
    await updateStrategy.call(scope(), {
      ...{ id, version: 1, reason: 'The fair is booked.' },
      tactics: [
        tactic('fairs', { goal: goals[0], channel: 'event', campaigns: [campaign] }),
        tactic('mail', { goal: goals[1], channel: 'email', campaigns: [campaign] }),
      ],
    });
    expect(await get(id)).toMatchObject({ gaps: [], situation: 'Two new rivals.', version: 2 });
    const versions = await listVersions.call(scope(), { id });
    expect(versions.map(({ version, reason, changed }) => [version, reason, changed])).toEqual([
      [2, 'The fair is booked.', ['tactics']],
      [1, '', []],
    ]);
    expect(versions[1]?.tactics).toHaveLength(1);
    const [listed] = await listStrategies.call(scope(), {});
    expect(listed).toMatchObject({ gaps: 0, tactics: { all: 2, linked: 2, share: 1 } });
  });

  it('shows the money of the plan of its year, all of it or the team’s', async () => {
    const [{ id = '' } = {}] = await listStrategies.call(scope(), {});
    await createPlan.call(scope(), { fiscalYear: 2027, name: 'FY2027' });
    expect((await get(id)).budget).toMatchObject({ of: 'year', name: 'FY2027', forecast: 0 });
    const made = await createStrategy.call(scope(), { fiscalYear: 2027, team: 'Brand' });
    const { budget } = await get(made.id);
    expect(budget).toMatchObject({ of: 'team', note: 'The plan has no line of the team Brand.' });
    const remove = { id: made.id, version: 1, reason: 'By mistake.' };
    await removeStrategy.call(scope(), remove);
    await expect(get(made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('names a goal that was archived as no aim any more', async () => {
    const [{ id = '' } = {}] = await listStrategies.call(scope(), {});
    await updateGoal.call(scope(), { id: goals[1] ?? '', version: 1, archived: true });
    const { strategies, total } = await readGaps.call(scope(), { fiscalYear: 2027 });
    expect(total).toBe(1);
    expect(strategies[0]?.gaps[0]).toMatchObject({ kind: 'tactic_without_goal', id: 'mail' });
    await updateGoal.call(scope(), { id: goals[1] ?? '', version: 2, archived: false });
    expect((await readGaps.call(scope(), { id })).total).toBe(0);
  });

  it('refuses a second one, what is not there, a former version, and a viewer', async () => {
    const [{ id = '' } = {}] = await listStrategies.call(scope(), {});
    const year = { fiscalYear: 2027 };
    await expect(createStrategy.call(scope(), year)).rejects.toMatchObject({ code: 'CONFLICT' });
    const change = { id, version: 2 };
    for (const wrong of [
      { goals: ['go_none'] },
      { tactics: [tactic('x', { campaigns: ['ca_none'] })] },
      { metrics: ['no.such'] },
      { owner: 'us_none' },
      { risks: [{ name: 'x', likelihood: 1, impact: 1, owner: 'us_none' }] },
    ])
      await expect(updateStrategy.call(scope(), { ...change, ...wrong })).rejects.toThrow(
        /There is no|no member/,
      );
    const stale = updateStrategy.call(scope(), { id, version: 1, audience: 'All' });
    await expect(stale).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { version: 2, now: { situation: 'Two new rivals.' } },
    });
    const asViewer = instance.scope(viewer, workspace);
    await expect(
      updateStrategy.call(asViewer, { ...change, audience: 'All' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await readStrategy.call(asViewer, { id })).toMatchObject({ version: 2, audience: '' });
    const other = await instance.addWorkspace('south');
    const outside = instance.scope({ kind: 'local' }, other);
    await expect(readStrategy.call(outside, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stands in the calendar, and asks its owner once when the review is due', async () => {
    const [{ id = '' } = {}] = await listStrategies.call(scope(), {});
    await updateStrategy.call(scope(), { id, version: 2, reviewOn: '2026-03-12' });
    const days = { from: '2026-03-01', to: '2026-03-31', kinds: ['review' as const] };
    const { entries } = await readCalendar.call(scope(), days);
    expect(entries).toMatchObject([
      { title: 'Review the strategy FY2027', from: '2026-03-12', path: `/strategy/${id}` },
    ]);
    await remind();
    expect(await told('strategy.review')).toEqual([]);
    now = Date.parse('2026-03-12T08:00:00Z');
    await remind();
    await remind();
    expect(await told('strategy.review')).toMatchObject([
      { user_id: owner.id, link: `/strategy/${id}`, read_at: null },
    ]);
    // Another day, be it the next, settles what was told, and is told of when it comes.
    for (const [at, reviewOn] of ['2026-03-13', '2026-04-12'].entries()) {
      await updateStrategy.call(scope(), { id, version: 3 + at, reviewOn });
      expect((await told('strategy.review')).every(({ read_at }) => read_at !== null)).toBe(true);
      now = Date.parse(`${reviewOn}T08:00:00Z`);
      await remind();
      await remind();
      expect(await told('strategy.review')).toHaveLength(2 + at);
    }
  });
});

describe('maturity', () => {
  const all = (level: number) =>
    questionnaire().questions.map(({ id }) => ({ question: id, level }));
  it('keeps each check with its score, and exports them', async () => {
    now += 60_000;
    await saveMaturity.call(scope(), { questionnaire: 1, answers: all(2) });
    now += 60_000;
    const answers = all(3).map((one, at) => (at === 0 ? { ...one, note: '=One; "two"' } : one));
    const made = await saveMaturity.call(scope(), { questionnaire: 1, answers, note: 'Spring' });
    expect(made.score).toMatchObject({ score: 3, levelName: 'Agreed', warnings: [] });
    const { checks, questionnaire: shown } = await readMaturity.call(scope(), {});
    expect(checks.map(({ score }) => score.score)).toEqual([3, 2]);
    expect(shown.questions).toHaveLength(16);
    await expect(saveMaturity.call(scope(), { questionnaire: 9, answers: all(2) })).rejects.toThrow(
      'no questionnaire 9',
    );
    const { key } = await createKey.call(scope(), { name: 'k', scopes: ['plans.read'] });
    const headers = { authorization: `Bearer ${key}` };
    const csv = await instance.app.request('/api/v1/maturity?format=csv', { headers });
    const lines = (await csv.text()).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 2 * 16);
    expect(lines[1]).toContain(`"'=One; ""two"""`);
    const json = await instance.app.request('/api/v1/maturity', { headers });
    expect(await json.json()).toMatchObject({ checks: [{ note: 'Spring' }, {}] });
  });

  it('stands beside what the rooms say', async () => {
    const signals = await readFriction.call(scope(), {});
    const says = Object.fromEntries(signals.map(({ id, count, of }) => [id, [count, of]]));
    expect(says).toEqual({
      unowned: [3, 3],
      late_requests: [0, 0],
      late_tasks: [0, 0],
      troubled_sources: [0, 0],
      quality_issues: [null, null],
    });
  });
});

it('by REST: 201, 400, 409, 403, and the gaps', async () => {
  const keyOf = async (scopes: ('plans.read' | 'goals.write')[]) =>
    (await createKey.call(scope(), { name: 'k', scopes })).key;
  const [reads, writes] = [await keyOf(['plans.read']), await keyOf(['plans.read', 'goals.write'])];
  const ask = async (path: string, key: string, body?: unknown) => {
    const answer = await instance.app.request(`/api/v1/strategies${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  };
  const made = await ask('', writes, { fiscalYear: 2028, goals: goals.slice(0, 1) });
  expect(made).toMatchObject({ status: 201, body: { version: 1 } });
  expect((await ask('', writes, { fiscalYear: 2028 })).status).toBe(409);
  expect((await ask('', reads, { fiscalYear: 2029 })).status).toBe(403);
  expect((await ask('', writes, { fiscalYear: 2029, budget: 5 })).status).toBe(400);
  const gaps = await ask('/gaps?fiscalYear=2028', reads);
  expect(gaps).toMatchObject({ status: 200, body: { total: 1 } });
  const path = `/${made.body.id}`;
  expect((await ask(path, writes, { version: 1, audience: 'Buyers' })).status).toBe(200);
  expect((await ask(path, writes, { version: 1, audience: 'Users' })).status).toBe(409);
  expect((await ask(`${path}/versions`, reads)).body).toMatchObject({ versions: [{}, {}] });
});
