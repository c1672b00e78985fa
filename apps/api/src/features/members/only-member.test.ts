import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { heldBy } from '../../testing/held-by.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { readBudgetRules, setBudgetRules } from '../budgets/budget-rules.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { closeCommitment, createCommitment, decideWaiting } from '../budgets/commitments.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { readPlan } from '../budgets/read-plan.ts';
import { approvePlan, lockPlan, submitPlan } from '../budgets/step-plan.ts';
import { answerVersion, submitVersion, withdrawApproval } from '../content/approvals.ts';
import { approvedAssets } from '../content/approved-assets.ts';
import { addVersion, createAsset } from '../content/change-asset.ts';
import { publish } from '../content/publish.ts';
import { readAsset } from '../content/read-asset.ts';
import { remindJob } from '../content/remind.ts';
import { readSettings } from '../content/settings.ts';
import { createKey } from '../keys/create-key.ts';
import { addMember } from './add-member.ts';

let clock = Date.parse('2026-05-20T12:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
let owner: Extract<Actor, { kind: 'user' }>;
beforeAll(async () => {
  instance = await testInstance({ now: () => (clock += 1000) });
  workspace = await instance.addWorkspace('larkfield', { currency: 'USD' });
  owner = await instance.addUser(workspace, 'owner');
});
afterAll(() => instance.close());

const me = () => instance.scope(owner, workspace);
const page = (id: string) => readAsset.call(me(), { id });
const scoped = () => instance.records.scoped(workspace.id).db;
const notices = () => scoped().selectFrom('notifications').selectAll().execute();
const trail = async (like: string) =>
  (
    await scoped()
      .selectFrom('audit')
      .select(['verb', 'details'])
      .where('verb', 'like', like)
      .orderBy('seq')
      .execute()
  ).map(({ verb, details }) => [verb, (details as { alone?: boolean }).alone ?? false]);
const write = (name: string) =>
  createAsset.call(me(), { name, type: 'email', text: 'Plain words.' });
let asset = '';
let nextPlan = '';

async function planned(fiscalYear: number): Promise<string> {
  const { id } = await createPlan.call(me(), { fiscalYear, total: 1_000 });
  const months = [600, ...Array<number>(11).fill(0)];
  await changeLines.call(me(), { id, add: [{ name: 'Fairs', months }] });
  return id;
}
const seen = async (id: string) => ({ id, version: (await readPlan.call(me(), { id })).version });

describe('the only member', () => {
  it('has content approved at once, which stays marked, and nobody is reminded', async () => {
    expect(await readSettings.call(me(), {})).toMatchObject({ alone: true });
    asset = (await write('Invitation')).id;
    const round = await submitVersion.call(me(), { id: asset, number: 1 });
    expect(round).toMatchObject({ state: 'approved', alone: true, next: [], answers: [] });
    const shown = await page(asset);
    expect(shown.asset.state).toBe('ready');
    expect(shown.asset.warnings.map(({ message }) => message)).toContain(
      'Approved by its author, who was the only member.',
    );
    const of = { ids: [asset], now: clock };
    expect((await approvedAssets(scoped(), workspace.id, of)).get(asset)?.approved).toBe(true);
    await publish.call(me(), { asset, channel: 'email' });
    await expect(submitVersion.call(me(), { id: asset, number: 1 })).rejects.toThrow('already');
    expect(await trail('approvals.%')).toEqual([['approvals.submit', true]]);

    await addVersion.call(me(), { id: asset, after: 1, text: 'Other words.' });
    expect((await page(asset)).asset.open.map(({ code }) => code)).toEqual(['approval']);
    expect(await notices()).toEqual([]);
  });

  it('has it wait for a key that may not review, of which nobody is reminded', async () => {
    const { key } = await createKey.call(me(), {
      name: 'writer',
      scopes: ['plans.read', 'content.write'],
    });
    const answer = await instance.app.request(`/api/v1/assets/${asset}/approvals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ number: 2 }),
    });
    const { approval } = await page(asset);
    expect([answer.ok, approval?.state, approval?.alone]).toEqual([true, 'open', false]);
    clock += 30 * 86_400_000;
    await remindJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);
    expect(await notices()).toEqual([]);
    await withdrawApproval.call(me(), { id: approval?.id ?? '' });
  });

  it('takes each step of a plan and of an order', async () => {
    expect(await readBudgetRules.call(me(), {})).toMatchObject({ alone: true });
    const plan = await planned(2026);
    await submitPlan.call(me(), await seen(plan));
    await approvePlan.call(me(), { ...(await seen(plan)), as: 'cmo' });
    await approvePlan.call(me(), { ...(await seen(plan)), as: 'finance' });
    expect((await lockPlan.call(me(), await seen(plan))).state).toBe('locked');
    expect(await trail('plans.%')).toEqual([
      ['plans.create', false],
      ['plans.change', false],
      ['plans.submit', true],
      ['plans.approve', true],
      ['plans.approve', true],
      ['plans.lock', true],
    ]);
    const rules = { limits: { owner: 100 } };
    await setBudgetRules.call(me(), { version: 0, rules, reason: 'Limits' });
    const wish = { number: 'A-1', vendor: 'Fair Co', day: '2026-06-10', amount: 2_000, ask: true };
    const order = await createCommitment.call(me(), wish);
    expect(order.state).toBe('asked');
    const now = { id: order.id, reason: 'Needed' };
    await decideWaiting.call(me(), { ...now, version: 1, accept: true });
    await closeCommitment.call(me(), { ...now, version: 2 });
    expect(await trail('commitments.%')).toEqual([
      ['commitments.create', false],
      ['commitments.decide', true],
      ['commitments.close', true],
    ]);
    nextPlan = await planned(2027);
    await submitPlan.call(me(), await seen(nextPlan));
  });

  it('is it no more when somebody is asked to join, who is held for meanwhile', async () => {
    const email = 'second@example.com';
    const invite = (by: Parameters<Parameters<typeof heldBy>[1]>[0]) =>
      addMember.call(by, { email, name: 'Second', role: 'reviewer' });
    expect((await heldBy(me(), invite))[0]).toBe('workspaces');
    expect(await readSettings.call(me(), {})).toMatchObject({ alone: false });

    const round = await submitVersion.call(me(), { id: asset, number: 2 });
    expect(round).toMatchObject({ state: 'open', alone: false });
    const yes = { id: round.id, hash: round.hash, verdict: 'approve' as const };
    await expect(answerVersion.call(me(), yes)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const before = (await page(asset)).approvals.find(({ number }) => number === 1);
    expect(before).toMatchObject({ state: 'approved', alone: true });

    const approve = approvePlan.call(me(), await seen(nextPlan));
    await expect(approve).rejects.toThrow('Who submitted');
    const { id } = await write('Held');
    const submit = (by: ReturnType<typeof me>) => submitVersion.call(by, { id, number: 1 });
    expect((await heldBy(me(), submit))[0]).toBe('workspaces');
  });
});
