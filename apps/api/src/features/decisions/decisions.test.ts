import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { readCalendar } from '../campaigns/read-calendar.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { planningJob } from '../strategy/remind-job.ts';
import {
  createDecision,
  decide,
  removeDecision,
  reviewDecision,
  updateDecision,
} from './change-decision.ts';
import { readEffect } from './effect.ts';
import { attachEvidence, detachEvidence } from './evidence.ts';
import { listDecisions, readDecision, topDecisions } from './show-decision.ts';

let now = Date.parse('2026-03-02T12:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
let owner: Awaited<ReturnType<TestInstance['addUser']>>;
let viewer: Awaited<ReturnType<TestInstance['addUser']>>;
// Ten a day before March, fifteen from then on.
const lines = (from: string, count: number, cost: (day: number) => number) =>
  Array.from({ length: count }, (_, at) => {
    const day = (parseDay(from) as number) + at;
    return `${formatDay(day)},a,${cost(day)}`;
  });
const MARCH = parseDay('2026-03-01') as number;
const imported = (from: string, count: number, cost: (day: number) => number) =>
  importTable(instance, workspace, {
    source: 'ads',
    lines: ['Day,Campaign,Cost', ...lines(from, count, cost)],
  });
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace('north', { currency: 'EUR' });
  owner = await instance.addUser(workspace, 'owner');
  viewer = await instance.addUser(workspace, 'viewer');
  await imported('2026-01-01', 59, () => 10);
});
afterAll(() => instance.close());

const scope = () => instance.scope(owner, workspace);
const get = (id: string) => readDecision.call(scope(), { id });
const OPTIONS = [
  { name: 'Raise it', pros: ['More reach'], cons: ['Less left for autumn'], cost: 5000 },
  { name: 'Leave it', cost: null },
];
const FEBRUARY = { kpi: 'paid.cost', from: '2026-02-01', to: '2026-02-28' };
const put = (question: string, more: object = {}) =>
  createDecision.call(scope(), { question, options: OPTIONS, owner: owner.id, ...more });
const choice = { choice: 'Raise it', rationale: 'It pays.', reviewOn: '2026-03-29' };
const remind = () =>
  planningJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);
const told = () =>
  instance.records.system.db
    .selectFrom('notifications')
    .select(['user_id', 'kind', 'text', 'read_at'])
    .orderBy('created_at')
    .orderBy('kind')
    .execute();

describe('a decision', () => {
  let id = '';
  it('keeps the numbers as they stood, and says when they have moved', async () => {
    ({ id } = await put('Raise the budget of ads?', { decideBy: '2026-03-05' }));
    const filters = [{ dim: 'campaign', op: 'in' as const, values: ['a'] }];
    const kept = await attachEvidence.call(scope(), { decision: id, ...FEBRUARY, filters });
    expect(kept.value).toBe(280);
    const { evidence } = await get(id);
    expect(evidence).toMatchObject([
      {
        ...{ kpi: 'paid.cost', from: '2026-02-01', to: '2026-02-28', value: 280, filters },
        ...{ currency: 'EUR', now: { value: 280, moved: false, redefined: false } },
      },
    ]);
    expect(evidence[0]?.definition).toMatch(/^sha256/);
    expect(evidence[0]?.asOf).not.toBeNull();
    // The last week is corrected.
    await imported('2026-02-22', 7, () => 20);
    expect((await get(id)).evidence[0]).toMatchObject({
      value: 280,
      now: { value: 350, moved: true, difference: 70, relative: 0.25 },
    });
    await imported('2026-02-22', 7, () => 10);
  });

  it('goes one way, with a reason and a day on which it is looked at', async () => {
    const outcome = { verdict: 'better' as const, outcome: 'More came.' };
    const early = reviewDecision.call(scope(), { id, version: 1, ...outcome });
    await expect(early).rejects.toThrow('It is open; it cannot become reviewed.');
    await expect(readEffect.call(scope(), { id })).rejects.toThrow('not decided');
    for (const [wrong, why] of [
      [{ choice: 'Double it' }, 'none of its options'],
      [{ decidedOn: '2026-03-03' }, 'when it is decided'],
      [{ reviewOn: '2026-03-02' }, 'nothing can have come of it'],
      [{ rationale: ' ' }, 'Write why'],
    ] as const)
      await expect(decide.call(scope(), { id, version: 1, ...choice, ...wrong })).rejects.toThrow(
        why,
      );
    await decide.call(scope(), { id, version: 1, ...choice, decidedOn: '2026-03-01' });
    expect(await get(id)).toMatchObject({ state: 'decided', waits: 'under_way', stake: 5000 });
    await expect(decide.call(scope(), { id, version: 2, ...choice })).rejects.toThrow(
      'It is decided',
    );
    const stands = updateDecision.call(scope(), { id, version: 2, options: [] });
    await expect(stands).rejects.toThrow('question and options stand');
    const sooner = updateDecision.call(scope(), { id, version: 2, reviewOn: '2026-03-01' });
    await expect(sooner).rejects.toThrow('On 2026-03-01 nothing can have come of it yet.');
    await expect(attachEvidence.call(scope(), { decision: id, ...FEBRUARY })).rejects.toThrow(
      'its evidence stands',
    );
    const [piece] = (await get(id)).evidence;
    await expect(detachEvidence.call(scope(), { id: piece?.id ?? '' })).rejects.toThrow('stands');
    const gone = removeDecision.call(scope(), { id, version: 2, reason: 'No.' });
    await expect(gone).rejects.toThrow('and stays');
  });

  it('asks its owner on the day, and draws as many days before as after', async () => {
    const { entries } = await readCalendar.call(scope(), {
      ...{ from: '2026-03-01', to: '2026-03-31', kinds: ['review'] },
    });
    expect(entries).toMatchObject([
      { title: 'Review: Raise the budget of ads?', from: '2026-03-29' },
    ]);
    await remind();
    expect(await told()).toEqual([]);
    await imported('2026-03-01', 35, (day) => (day < MARCH ? 10 : 15));
    now = Date.parse('2026-03-30T08:00:00Z');
    await remind();
    await remind();
    expect(await told()).toMatchObject([{ user_id: owner.id, kind: 'decision.review' }]);
    expect((await told())[0]?.text).toBe(
      'What came of “Raise the budget of ads?”? It was decided on 2026-03-01.',
    );
    const { windows, kpis } = await readEffect.call(scope(), { id });
    expect(windows).toEqual({
      before: { from: '2026-02-01', to: '2026-02-28' },
      after: { from: '2026-03-01', to: '2026-03-28' },
      days: 28,
    });
    expect(kpis).toMatchObject([
      { kpi: 'paid.cost', before: 280, after: 420, difference: 140, relative: 0.5 },
    ]);
    expect(kpis[0]?.days).toHaveLength(56);
    const late = { id, version: 1, verdict: 'better' as const, outcome: 'x' };
    await expect(reviewDecision.call(scope(), late)).rejects.toMatchObject({ code: 'CONFLICT' });
    await reviewDecision.call(scope(), { ...late, version: 2, outcome: 'Half as much again.' });
    expect(await get(id)).toMatchObject({ state: 'reviewed', waits: 'over', verdict: 'better' });
    expect((await told())[0]?.read_at).not.toBeNull();
    await expect(updateDecision.call(scope(), { id, version: 3, owner: null })).rejects.toThrow(
      'and over',
    );
  });

  it('stands by what presses and what is at stake', async () => {
    await put('A small one', { options: [] });
    await put('A large one');
    const { id: late } = await put('A late one', { decideBy: '2026-03-20', owner: null });
    const top = await topDecisions.call(scope(), { limit: 2 });
    expect(top.map(({ question, waits }) => `${question}: ${waits}`)).toEqual([
      ...['A late one: overdue', 'A large one: to_decide'],
    ]);
    expect((await listDecisions.call(scope(), {})).at(-1)?.waits).toBe('over');
    now += 60_000;
    await remind();
    // Nobody owns it: those who may decide are asked.
    const due = (await told()).filter(({ kind }) => kind === 'decision.due');
    expect(due).toMatchObject([{ user_id: owner.id }]);
    await removeDecision.call(scope(), { id: late, version: 1, reason: 'Twice.' });
    expect((await told()).every(({ read_at }) => read_at !== null)).toBe(true);
  });

  it('is read by a viewer and changed by none, and is not there for others', async () => {
    const asViewer = instance.scope(viewer, workspace);
    expect((await readDecision.call(asViewer, { id })).evidence).toHaveLength(1);
    const refused = { code: 'FORBIDDEN' };
    await expect(createDecision.call(asViewer, { question: 'Why?' })).rejects.toMatchObject(
      refused,
    );
    await expect(
      attachEvidence.call(asViewer, { decision: id, ...FEBRUARY }),
    ).rejects.toMatchObject(refused);
    const other = instance.scope({ kind: 'local' }, await instance.addWorkspace('south'));
    await expect(readDecision.call(other, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const change = updateDecision.call(other, { id, version: 3, owner: null });
    await expect(change).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('by REST: 201, 400, 404, 409, evidence and the top', async () => {
  const plans = ['plans.read' as const, 'goals.write' as const];
  const keyOf = async (scopes: ('kpis.read' | 'plans.read' | 'goals.write')[]) =>
    (await createKey.call(scope(), { name: 'k', scopes })).key;
  const [all, planner] = [await keyOf([...plans, 'kpis.read']), await keyOf(plans)];
  let key = all;
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => {
    const answer = await instance.app.request(`/api/v1/decisions${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  };
  const made = await ask('POST', '', { question: 'Which agency?', options: OPTIONS });
  expect(made).toMatchObject({ status: 201, body: { version: 1 } });
  const path = `/${made.body.id}`;
  const kept = await ask('POST', `${path}/evidence`, FEBRUARY);
  expect(kept).toMatchObject({ status: 201, body: { value: 280 } });
  expect((await ask('POST', `${path}/evidence`, { ...FEBRUARY, kpi: 'no.such' })).status).toBe(404);
  // A key for plans alone reads what is kept, and asks for no KPI.
  key = planner;
  expect((await ask('POST', `${path}/evidence`, FEBRUARY)).status).toBe(403);
  expect((await ask('GET', path)).body).toMatchObject({ evidence: [{ value: 280 }] });
  key = all;
  expect((await ask('DELETE', `/evidence/${kept.body.id}`)).status).toBe(200);
  const wrong = { version: 1, choice: 'Neither', rationale: 'x', reviewOn: '2026-12-01' };
  expect((await ask('POST', `${path}/decide`, wrong)).status).toBe(400);
  expect((await ask('POST', `${path}/review`, { version: 1 })).status).toBe(400);
  expect((await ask('POST', path, { version: 1, question: 'Which one?' })).status).toBe(200);
  expect((await ask('POST', path, { version: 1, question: 'Who?' })).status).toBe(409);
  // The other one is at stake with as much: which stands first is up to their ids.
  const top = await ask('GET', '/top?limit=2&all=true');
  expect(top.status).toBe(200);
  const { decisions } = top.body as unknown as { decisions: { question: string }[] };
  expect(decisions.map(({ question }) => question).sort()).toEqual(['A large one', 'Which one?']);
  expect((await ask('GET', '/de_none')).status).toBe(404);
});
