import { Readable } from 'node:stream';
import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { uploadExpenses } from '../budgets/upload-expenses.ts';
import { readCampaignHealth } from '../campaigns/read-health.ts';
import { clientOf, importTable } from '../kpi/kpi.testing.ts';
import { importRates } from '../rates/import-rates.ts';
import { activityFeed } from '../tasks/activity-feed.ts';
import { createActivity, removeActivity, updateActivity } from './activities.ts';
import { readAlignment, setOrphanRule } from './alignment.ts';
import { checkIn, readWeek, undoCheckIn } from './check-in.ts';
import { goalRows, orphanRule } from './goal-rows.ts';
import { goalCommands, paceCommands } from './goals.commands.ts';
import { createGoal, listTemplates, updateGoal } from './goals.ts';
import { listGoals } from './list-goals.ts';
import { createObjective, updateObjective } from './objectives.ts';
import { readPace } from './pace.ts';
import { readGoal } from './read-goal.ts';
import { reviewGoals } from './review-goals.ts';
import { addSurveyValue } from './survey-values.ts';
import { setTargets } from './targets.ts';

// The fiscal year begins in February and is named by the year in which it ends.
const FISCAL = { fiscalStart: 2, fiscalNamedBy: 'end' as const, currency: 'USD' };
/** 91 days, of which 45 are over. */
const PERIOD = { from: '2026-02-01', to: '2026-05-02' };
let now = Date.parse('2026-03-18T09:00:00Z');

let instance: TestInstance;
let workspace: Workspace;
const by = () => instance.scope({ kind: 'local' }, workspace);
const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => formatDay((parseDay(from) as number) + i));

beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace('goals', FISCAL);
  const lines = days('2026-02-01', 45).flatMap((one) => [
    `${one},EMEA,3000,4000`,
    `${one},Americas,1000,1000`,
  ]);
  await importTable(instance, workspace, {
    source: 'ads',
    lines: ['Day,Region,Value,Cost', ...lines],
    columns: { Value: 'revenue' },
  });
});
afterAll(() => instance.close());

let objective: string;
let goal: string;

describe('goals', () => {
  it('of a template stand as the golden figures say, with the reason', async () => {
    const [sales] = await listTemplates.call(by(), {});
    expect(sales?.kpis[0]).toMatchObject({ kpi: 'pipe.created', target: { kind: 'reach' } });
    const executive = await instance.addUser(workspace, 'admin');
    objective = (await createObjective.call(by(), { name: 'Grow', owner: executive.id })).id;
    const targets = [{ period: PERIOD, kind: 'reach' as const, value: 400_000 }];
    const input = {
      objective,
      name: 'Ad revenue',
      kind: 'sales' as const,
      kpi: 'revenue',
      targets,
    };
    goal = (await createGoal.call(by(), input)).id;

    const list = await listGoals.call(by(), {});
    expect(list.objectives[0]).toMatchObject({ name: 'Grow', ownerName: 'admin' });
    const [found] = list.objectives[0]?.goals ?? [];
    expect(found).toMatchObject({ kpi: 'paid.conversion_value', measures: 'sum', direction: 'up' });
    const standing = found?.standing;
    expect(standing).toMatchObject({ until: '2026-03-17', actual: 180_000, daysLeft: 46 });
    expect(standing?.expected).toBeCloseTo(197_802.2, 2);
    expect(standing?.pace).toBeCloseTo(0.91, 9);
    expect(standing?.requiredPerDay).toBeCloseTo(4782.61, 2);
    expect(standing?.currentPerDay).toBe(4000);
    expect(standing?.runRate).toBeCloseTo(364_000, 6);
    expect(standing?.projected).toMatchObject({ method: 'forecast', interval: { level: 0.95 } });
    expect(standing?.projected?.value).toBeCloseTo(364_000, 0);
    expect(standing).toMatchObject({ state: 'behind', light: 'bad' });
    expect(standing?.reason).toBe(
      '$180,000.00 by 2026-03-17: 91% of the $197,802.20 that should be there.',
    );
    expect(await goalRows(instance.records.scoped(workspace.id).db, workspace.id)).toMatchObject([
      { id: goal, objective: 'Grow', objective_owner: executive.id },
    ]);
  });

  it('of a part of the company count that part; other days, other figures', async () => {
    const asked = { of: 'revenue', target: 273_000, ...PERIOD, scope: { region: 'EMEA' } };
    const emea = await readPace.call(by(), asked);
    expect(emea.standing).toMatchObject({ actual: 135_000, pace: 1, light: 'good' });
    const early = await readPace.call(by(), { ...asked, asOf: '2026-02-10' });
    expect(early.standing).toMatchObject({ actual: 30_000, until: '2026-02-10', daysLeft: 81 });
    const before = await readPace.call(by(), { ...asked, asOf: '2026-01-10' });
    expect(before.standing).toMatchObject({ actual: 0, state: 'notStarted', light: 'none' });
    // Data of ads ends on the last day with rows, however late it is.
    now = Date.parse('2026-11-22T09:00:00Z');
    const late = await readPace.call(by(), asked);
    now = Date.parse('2026-03-18T09:00:00Z');
    expect(late.standing).toMatchObject({ until: '2026-03-17', actual: 135_000 });
    await expect(readPace.call(by(), { of: 'nothing' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(readPace.call(by(), { of: 'revenue', target: 1 })).rejects.toThrow('period');
  });

  it('of several values of a dimension count each of them; a target is of a part of these', async () => {
    const both = { region: ['Americas', 'EMEA', 'EMEA'] };
    const asked = { of: 'revenue', target: 400_000, ...PERIOD };
    const whole = await readPace.call(by(), { ...asked, scope: both });
    expect(whole.standing).toMatchObject({ actual: 180_000, scope: both });
    const { id } = await createGoal.call(by(), {
      ...{ objective, name: 'Two regions', kind: 'sales', kpi: 'paid.conversion_value' },
      scope: both,
      targets: [{ period: PERIOD, kind: 'reach', value: 400_000 }],
    });
    const part = (region: string | string[]) => ({
      ...{ period: PERIOD, kind: 'reach' as const, value: 200_000 },
      scope: { region },
    });
    await setTargets.call(by(), { goal: id, targets: [part(['EMEA'])] });
    // The same, written another way, takes its place.
    await setTargets.call(by(), { goal: id, targets: [part('EMEA')] });
    const page = await readGoal.call(by(), { id });
    expect(page.standing?.actual).toBe(180_000);
    expect(page.byScope).toMatchObject([{ scope: { region: 'EMEA' }, actual: 135_000 }]);
    for (const outside of ['Asia', ['EMEA', 'Americas'], ['EMEA', 'Asia']])
      await expect(setTargets.call(by(), { goal: id, targets: [part(outside)] })).rejects.toThrow(
        'not a part of it',
      );
    const client = clientOf(instance, workspace);
    const filter = ['region=EMEA', 'region=Americas'];
    const values = { ...PERIOD, target: '400000', filter };
    const pace = await paceCommands[0]?.run({ positionals: ['revenue'], values, client });
    expect(pace?.json).toMatchObject({ actual: 180_000, scope: { region: ['EMEA', 'Americas'] } });
    await updateGoal.call(by(), { id, version: 1, archived: true });
  });

  it('keep the history of their targets, by period and scope', async () => {
    const target = { period: 'FY2027 Q1', kind: 'reach' as const };
    await setTargets.call(by(), {
      goal,
      targets: [
        { ...target, value: 300_000, reason: 'First try' },
        { ...target, value: 200_000, scope: { region: 'EMEA' } },
      ],
    });
    await setTargets.call(by(), { goal, targets: [{ ...target, value: 350_000 }] });
    const page = await readGoal.call(by(), { id: goal, period: 'FY2027Q1' });
    expect(page.period).toEqual({ label: 'FY2027 Q1', from: '2026-02-01', to: '2026-04-30' });
    expect(page.standing?.target).toMatchObject({ value: 350_000, from: 'own' });
    expect(page.byScope).toMatchObject([{ scope: { region: 'EMEA' }, actual: 135_000 }]);
    expect(page.targets.map(({ value, endedAt }) => [value, endedAt === null])).toEqual(
      expect.arrayContaining([
        [350_000, true],
        [300_000, false],
        [200_000, true],
        [400_000, true],
      ]),
    );
    expect(page.line).toHaveLength(89);
    expect(page.line[44]).toMatchObject({ day: '2026-03-17', actual: 180_000 });
    expect(page.line[45]?.actual).toBeNull();
    const replaced = { goal, targets: [{ ...target, value: 1 }], seen: [] };
    await expect(setTargets.call(by(), replaced)).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { now: { value: 350_000, period: { label: 'FY2027 Q1' } } },
    });
    const scopes = [{ shoe: '4' }, { campaign: 'x', shoe: '4' }];
    for (const scope of scopes)
      await expect(
        setTargets.call(by(), { goal, targets: [{ ...target, value: 1, scope }] }),
      ).rejects.toThrow('shoe');
    // Of a year before in which nothing came, no shape can be taken.
    const phasing = { kind: 'lastYearShape' as const };
    const april = { ...target, period: '2026-04', value: 30, phasing };
    await setTargets.call(by(), { goal, targets: [april] });
    const shaped = await readGoal.call(by(), { id: goal, period: '2026-04' });
    expect(shaped.line[14]?.expected).toBeCloseTo(15, 9);
    // March is its part of the quarter.
    const march = await readGoal.call(by(), { id: goal, period: '2026-03' });
    expect(march.standing?.target.from).toBe('part');
    expect(march.standing?.target.value).toBeCloseTo((350_000 * 31) / 89, 6);
  });

  it('of surveys take what people enter, and keep what it was', async () => {
    const survey = { objective, name: 'Aided recall', kind: 'brand' as const };
    const { id } = await createGoal.call(by(), {
      ...survey,
      kpi: 'brand.awareness',
      source: 'survey',
      targets: [{ period: 'FY2027 Q1', kind: 'reach', value: 0.4 }],
    });
    const wave = { goal: id, from: '2026-02-01', to: '2026-02-28', respondents: 600 };
    await addSurveyValue.call(by(), { ...wave, value: 0.35 });
    await addSurveyValue.call(by(), { ...wave, value: 0.36, note: 'Weighted' });
    const page = await readGoal.call(by(), { id, period: 'FY2027 Q1' });
    expect(page.standing).toMatchObject({ actual: 0.36, state: 'behind' });
    expect(page.standing?.attainment).toBeCloseTo(0.9, 12);
    expect(page.values.map(({ value, endedAt }) => [value, endedAt === null])).toEqual(
      expect.arrayContaining([
        [0.36, true],
        [0.35, false],
      ]),
    );
    await expect(addSurveyValue.call(by(), { ...wave, goal, value: 1 })).rejects.toThrow('data');
    const scoped = { ...survey, kpi: 'brand.awareness', source: 'survey' as const };
    await expect(createGoal.call(by(), { ...scoped, scope: { region: 'EMEA' } })).rejects.toThrow(
      'scope',
    );
  });
});

describe('activities and the review', () => {
  it('a weekly activity is expected 13 times in the quarter; skipped ones stay', async () => {
    const viewer = await instance.addUser(workspace, 'finance');
    const { id } = await createActivity.call(by(), {
      goal,
      name: 'Call the ten largest accounts',
      rule: 'freq=weekly;byday=mo',
      from: '2026-02-01',
      owner: viewer.id,
      effect: 25_000,
    });
    now = Date.parse('2026-05-01T09:00:00Z');
    const mondays = days('2026-02-02', 13 * 7).filter((_, i) => i % 7 === 0);
    for (const [i, day] of mondays.entries())
      await checkIn.call(instance.scope(viewer, workspace), {
        activity: id,
        day,
        state: i === 3 ? 'skipped' : 'done',
      });
    const { goals } = await reviewGoals.call(by(), { period: 'FY2027Q1', asOf: '2026-04-30' });
    const found = goals.find((one) => one.goal.id === goal);
    expect(found?.activities).toMatchObject([{ expected: 13, done: 12, skipped: 1, open: 0 }]);
    // The numbers end on 17 March: it stands as they were then.
    expect(found?.review).toMatchObject({ verdict: 'works', interim: true });

    const week = await readWeek.call(instance.scope(viewer, workspace), {
      day: '2026-02-24',
      mine: true,
    });
    expect(week.items).toMatchObject([{ day: '2026-02-23', state: 'skipped' }]);
    await undoCheckIn.call(by(), { activity: id, day: '2026-02-23' });
    expect((await readWeek.call(by(), { day: '2026-02-24' })).items[0]?.state).toBe('open');
    expect((await readWeek.call(by(), { day: '2026-02-24', mine: true })).items).toEqual([]);

    const wrong = { activity: id, state: 'done' as const };
    await expect(checkIn.call(by(), { ...wrong, day: '2026-02-24' })).rejects.toThrow('expected');
    await expect(checkIn.call(by(), { ...wrong, day: '2026-06-01' })).rejects.toThrow('ahead');
    const change = { id, version: 1 };
    await expect(updateActivity.call(by(), { ...change, rule: 'FREQ=DAILY' })).rejects.toThrow(
      'checked in',
    );
    await expect(removeActivity.call(by(), { id })).rejects.toThrow('checked in');
    await expect(updateActivity.call(by(), { ...change, to: '2026-01-01' })).rejects.toThrow(
      'ends',
    );
    expect(await updateActivity.call(by(), { ...change, to: '2026-04-30' })).toMatchObject({
      version: 2,
    });
  });

  it('82 % with all done is a strategy gap, 55 % with 5 of 13 an execution gap', async () => {
    const lines = days('2026-03-18', 44).map((one) => `${one},EMEA,1,1`);
    await importTable(instance, workspace, {
      source: 'more_ads',
      lines: ['Day,Region,Value,Cost', ...lines],
      columns: { Value: 'revenue' },
    });
    // 180,044 came in the quarter.
    const made = async (name: string, attained: number, done: number) => {
      const value = 180_044 / attained;
      const target = { period: 'FY2027 Q1', kind: 'reach' as const, value };
      const kind = 'sales' as const;
      const input = { objective, name, kind, kpi: 'revenue', targets: [target] };
      const { id } = await createGoal.call(by(), input);
      const activity = { goal: id, name, rule: 'FREQ=WEEKLY;BYDAY=MO', from: '2026-02-01' };
      const { id: of } = await createActivity.call(by(), activity);
      for (const day of days('2026-02-02', done * 7).filter((_, i) => i % 7 === 0))
        await checkIn.call(by(), { activity: of, day, state: 'done' });
      return id;
    };
    const pipeline = await made('Pipeline EMEA', 0.82, 13);
    const webinars = await made('Customer webinars', 0.55, 5);
    const { goals } = await reviewGoals.call(by(), { period: 'FY2027 Q1' });
    const of = (id: string) => goals.find((one) => one.goal.id === id);
    expect(of(pipeline)?.review).toMatchObject({
      verdict: 'strategy_gap',
      interim: false,
      done: { done: 13, expected: 13 },
    });
    expect(of(pipeline)?.review.achieved.attainment).toBeCloseTo(0.82, 6);
    expect(of(webinars)?.review).toMatchObject({
      verdict: 'execution_gap',
      done: { done: 5, expected: 13, open: 8 },
    });
    expect(of(webinars)?.review.answers[3]?.says).toContain('45% of the target');

    const client = clientOf(instance, workspace);
    const call = (values: Record<string, string>) => ({ positionals: [], values, client });
    const told = await goalCommands[0]?.run(call({ period: 'FY2027Q1' }));
    expect(told?.text()).toMatch(/Customer webinars.*55\.0 %.*5 of 13.*execution gap/);
    const values = { period: 'FY2027Q1' };
    const pace = await paceCommands[0]?.run({ positionals: ['pipeline emea'], values, client });
    expect(pace?.json).toMatchObject({ name: 'Pipeline EMEA', state: 'missed', actual: 180_044 });
    expect(pace?.text()).toContain('Missed with $180,044.00.');
  });
});

describe('alignment', () => {
  it('tells planned money in the currency of the workspace, where a rate is loaded', async () => {
    const { id } = await createPlan.call(by(), { fiscalYear: 2027, total: 5000 });
    const line = { name: 'Fair', goalId: goal, months: Array<number>(12).fill(100) };
    await changeLines.call(by(), { id, add: [line] });
    const seen = async (currency: string) => {
      const scope = instance.scope({ kind: 'local' }, { ...workspace, currency });
      return readAlignment.call(scope, { fiscalYear: 'FY2027' });
    };
    const money = { all: 1200, linked: 1200, share: 1 };
    expect(await seen('USD')).toMatchObject({ currency: 'USD', rate: null, money });
    expect(await seen('EUR')).toMatchObject({ currency: 'USD', rate: null, money });
    const file = Readable.from([Buffer.from('day,from,to,rate\n2026-01-30,USD,EUR,0.5')]);
    const { upload } = await uploadExpenses.call(by(), { name: 'rates.csv', body: file });
    await importRates.call(by(), { upload });
    expect(await seen('EUR')).toMatchObject({
      currency: 'EUR',
      rate: { from: 'USD', rate: 0.5, day: '2026-01-30' },
      money: { all: 600, linked: 600, share: 1 },
    });
  });

  it('names orphans and the share that leads to an objective', async () => {
    const campaign = (id: string, goal_id: string | null) => ({
      id,
      goal_id,
      workspace_id: workspace.id,
      name: id,
      code: id,
      type: 'webinar',
      state: 'planned',
      day_from: parseDay('2026-03-01'),
      day_to: parseDay('2026-03-31'),
      brief: '{}',
      tactics: '[]',
      audience: '{}',
      version: 1,
      created_by: 'local',
      created_at: new Date(now),
      changed_by: 'local',
      changed_at: new Date(now),
    });
    const rows = [campaign('ca_1', goal), campaign('ca_2', null)];
    await instance.records.system.transaction((trx) =>
      trx.insertInto('campaigns').values(rows).execute(),
    );
    const map = await readAlignment.call(by(), { fiscalYear: 'FY2027' });
    expect(map.campaigns).toEqual({ all: 2, linked: 1, share: 0.5 });
    expect(map.orphans.campaigns).toMatchObject([{ code: 'ca_2' }]);
    const own = map.objectives[0]?.goals.find(({ id }) => id === goal);
    expect(own?.campaigns).toMatchObject([{ code: 'ca_1' }]);
    expect(map.rule).toBe('warn');
    await setOrphanRule.call(by(), { orphans: 'block', version: 0 });
    const rule = await orphanRule(instance.records.scoped(workspace.id).db, workspace.id);
    expect(rule).toBe('block');
    await expect(setOrphanRule.call(by(), { orphans: 'warn', version: 0 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const other = await readAlignment.call(by(), { fiscalYear: 'FY2026' });
    expect(other.campaigns.all).toBe(0);
    // A campaign without a target of its own stands as its goal does.
    const brief = JSON.stringify({ fields: {}, alsoAsked: [] });
    const live = {
      ...campaign('ca_3', goal),
      state: 'live',
      brief,
      day_from: parseDay('2026-02-20'),
    };
    await instance.records.system.transaction((trx) =>
      trx.insertInto('campaigns').values(live).execute(),
    );
    const [health] = await readCampaignHealth.call(by(), { ids: ['ca_3'] });
    const { standing, goal: own_ } = await readGoal.call(by(), { id: goal });
    const shown = Math.round((standing?.pace ?? 0) * 1000) / 10;
    expect(health?.lights[0]?.reason).toBe(`Its goal “${own_.name}” is at ${shown} %.`);
  });
});

describe('refuses', () => {
  it('what somebody else changed meanwhile, with who, when and what it is now', async () => {
    const editor = await instance.addUser(workspace, 'editor');
    await updateGoal.call(instance.scope(editor, workspace), {
      id: goal,
      version: 1,
      note: 'Mine',
    });
    await expect(
      updateGoal.call(by(), { id: goal, version: 1, note: 'Other' }),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      detail: { by: 'editor', version: 2, now: { note: 'Mine' } },
    });
    const feed = await activityFeed.call(by(), { limit: 3 });
    expect(feed[0]).toMatchObject({ who: 'editor', what: 'changed a goal', about: 'Ad revenue' });
  });

  it('strangers, nobody’s ids, other workspaces and what the KPI does not know', async () => {
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    await expect(createObjective.call(viewer, { name: 'No' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(createObjective.call(by(), { name: 'x', owner: 'us_no' })).rejects.toThrow(
      'member',
    );
    const input = { objective, name: 'x', kind: 'other' as const, kpi: 'revenue' };
    await expect(createGoal.call(by(), { ...input, kpi: 'revenu' })).rejects.toThrow('KPI');
    await expect(createGoal.call(by(), { ...input, scope: { shoe: '4' } })).rejects.toThrow('shoe');
    const wrong = { period: 'FY2027 Q9', kind: 'reach' as const, value: 1 };
    await expect(createGoal.call(by(), { ...input, targets: [wrong] })).rejects.toThrow(
      'no period',
    );
    const stranger = instance.scope({ kind: 'local' }, await instance.addWorkspace());
    await expect(readGoal.call(stranger, { id: goal })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const foreign = { goal, targets: [{ ...wrong, period: PERIOD }] };
    await expect(setTargets.call(stranger, foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listGoals.call(stranger, {})).objectives).toEqual([]);
    // Nothing of what was refused is there.
    const { objectives } = await listGoals.call(by(), {});
    expect(objectives.flatMap((one) => one.goals).some(({ name }) => name === 'x')).toBe(false);
  });

  it('goals of an archived objective', async () => {
    const { id } = await createObjective.call(by(), { name: 'Old' });
    await updateObjective.call(by(), { id, version: 1, archived: true });
    const input = { objective: id, name: 'x', kind: 'other' as const, kpi: 'revenue' };
    await expect(createGoal.call(by(), input)).rejects.toThrow('archived');
  });

  it('the same through REST, with the same words', async () => {
    const cookie = await instance.cookieOf((await instance.addUser(workspace, 'editor')).id);
    const headers = { cookie, 'x-openmops-workspace': workspace.slug };
    const response = await instance.app.request('/api/v1/goals/review?period=FY2027%20Q1', {
      headers,
    });
    const { goals } = (await response.json()) as { goals: { review: { verdict: string } }[] };
    expect(goals.map(({ review }) => review.verdict)).toContain('execution_gap');
    const missing = await instance.app.request('/api/v1/goals/go_none', { headers });
    expect(missing.status).toBe(404);
    const pace = await instance.app.request(
      '/api/v1/goals/pace?of=revenue&target=273000&from=2026-02-01&to=2026-05-02&filter=region%3DEMEA&asOf=2026-03-17',
      { headers },
    );
    expect(await pace.json()).toMatchObject({ standing: { actual: 135_000, pace: 1 } });
    const both = await instance.app.request(
      '/api/v1/goals/pace?of=revenue&target=400000&from=2026-02-01&to=2026-05-02&filter=region%3DEMEA&filter=region%3DAmericas&asOf=2026-03-17',
      { headers },
    );
    expect(await both.json()).toMatchObject({ standing: { actual: 180_000 } });
  });
});
