import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { unzip } from '../../testing/unzip.ts';
import type { Scope } from '../../verb.ts';
import { campaignRow } from '../campaigns/campaigns.testing.ts';
import { listCampaigns } from '../campaigns/list-campaigns.ts';
import { readCampaignHealth } from '../campaigns/read-health.ts';
import { showCampaign } from '../campaigns/show-campaign.ts';
import { createKey } from '../keys/create-key.ts';
import { importTable } from '../kpi/kpi.testing.ts';
import { listNotifications } from '../notifications/read-notifications.ts';
import { changeIncentive, createIncentive, payForIncentive } from './change-incentives.ts';
import { changeLines } from './change-lines.ts';
import { closeMonth } from './close-month.ts';
import { listClosedWaste } from './closed-waste.ts';
import { createCommitment, decideWaiting } from './commitments.ts';
import { createPlan, listPlans } from './create-plan.ts';
import {
  adjustExpense,
  createExpense,
  leaveExpense,
  matchExpense,
  updateExpense,
} from './expenses.ts';
import { exportEvidence } from './export-evidence.ts';
import { listExpenses } from './list-expenses.ts';
import { listIncentives } from './list-incentives.ts';
import { submitPlan } from './step-plan.ts';
import { summarise } from './summary.ts';
import { closeWaste, readWaste, reopenWaste } from './waste.ts';

let instance: TestInstance;
let workspace: Workspace;
let finance: Scope;
let viewer: Scope;
let plan = '';
let ada = '';
const DAY = 86_400_000;
const lines: Record<string, string> = {};

beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-07-01T12:00:00Z') });
  workspace = await instance.addWorkspace('larkfield', { currency: 'USD' });
  const person = await instance.addUser(workspace, 'finance');
  ada = person.id;
  finance = instance.scope(person, workspace);
  viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
  await instance.records.system.transaction(async (trx) => {
    const end = Date.parse('2026-05-20') / DAY;
    const fair = { ...campaignRow(workspace.id, 'autumn-fair'), owner: ada, day_to: end };
    for (const row of [fair, campaignRow(workspace.id, 'search-brand')])
      await trx.insertInto('campaigns').values(row).execute();
  });
  plan = (await createPlan.call(finance, { fiscalYear: 2026, total: 10_000 })).id;
  const made = await changeLines.call(finance, {
    id: plan,
    add: [
      { name: 'Fair', campaignId: 'ca_autumn-fair', actualFrom: 'platform', months: months(100) },
      { name: 'Search', campaignId: 'ca_search-brand', months: months(50) },
      { name: 'Print', months: months(10) },
    ],
  });
  for (const { name, id } of made.lines) lines[name] = id;
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: [
      'Day,Campaign,Cost',
      '2026-05-19,autumn-fair,40',
      '2026-05-21,autumn-fair,7.5',
      '2026-06-02,autumn-fair,12.5',
      '2026-05-04,search-brand,30',
      '2026-05-05,something,9',
    ],
  });
  const invoice = { number: 'P-1', vendor: 'Press', day: '2026-05-10', amount: 25 };
  const print = await createExpense.call(finance, invoice);
  const parts = [{ line: lines.Print ?? '' }];
  await matchExpense.call(finance, { id: print.id, version: 1, parts });
  await createExpense.call(finance, { ...invoice, number: 'X-1', vendor: 'Unknown', amount: 5 });
});
afterAll(() => instance.close());

const months = (amount: number) => Array<number>(12).fill(amount);
const waste = () => readWaste.call(viewer, {});

it('names money without campaign, goal or link, and what runs on after its end', async () => {
  const { findings, open } = await waste();
  expect(findings.map(({ id, amount }) => [id, amount])).toEqual([
    ['no_goal campaign ca_autumn-fair', 60],
    ['no_link campaign ca_autumn-fair', 60],
    ['no_link campaign ca_search-brand', 30],
    ['no_goal line '.concat(lines.Print ?? ''), 25],
    ['past_end campaign ca_autumn-fair', 20],
    ['no_campaign name x_ads something', 9],
    ['no_goal vendor unknown', 5],
  ]);
  expect(open).toEqual({ no_campaign: 9, no_goal: 90, no_link: 90, past_end: 20 });
  const names = await instance.records.system.db
    .selectFrom('users')
    .select('name')
    .where('id', '=', ada)
    .executeTakeFirstOrThrow();
  expect(findings[4]).toMatchObject({
    title: 'autumn-fair',
    owner: names.name,
    action: { path: '/campaigns/ca_autumn-fair' },
    closed: null,
  });
});

it('closes a finding with a reason until it is about more', async () => {
  const finding = 'past_end campaign ca_autumn-fair';
  const close = { plan, finding, reason: 'Retargeting goes on for a month.' };
  await expect(closeWaste.call(viewer, close)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(closeWaste.call(finance, { ...close, reason: '' })).rejects.toThrow('Say why');
  await expect(closeWaste.call(finance, { ...close, finding: 'x' })).rejects.toThrow('no such');
  await closeWaste.call(finance, close);
  const after = await waste();
  expect(after.findings.at(-1)).toMatchObject({
    id: finding,
    closed: { reason: close.reason, amount: 20 },
  });
  expect(after.open.past_end).toBe(0);
  const day = { from: '2026-07-01', to: '2026-07-01' };
  const closed = { id: finding, what: 'autumn-fair', amount: 20, outcome: 'meant' };
  const meant = await listClosedWaste.call(viewer, day);
  expect(meant).toMatchObject({ currency: 'USD', closed: 20, stopped: 0, findings: [closed] });
  await closeWaste.call(finance, { ...close, outcome: 'stopped' });
  await closeWaste.call(finance, { ...close, finding: 'no_goal campaign ca_autumn-fair' });
  // The 20 are a part of the 60.
  expect(await listClosedWaste.call(viewer, day)).toMatchObject({ closed: 60, stopped: 20 });
  const later = { from: '2026-07-02', to: '2026-07-02' };
  expect(await listClosedWaste.call(viewer, later)).toMatchObject({ closed: 0, findings: [] });
  await reopenWaste.call(finance, { plan, finding: 'no_goal campaign ca_autumn-fair' });
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Cost', '2026-06-03,autumn-fair,1'],
  });
  expect((await waste()).open.past_end).toBe(21);
  // It went on: nothing of it was stopped.
  const none = { closed: 0, stopped: 0, findings: [] };
  expect(await listClosedWaste.call(viewer, day)).toMatchObject(none);
  await reopenWaste.call(finance, { plan, finding });
  await expect(reopenWaste.call(finance, { plan, finding })).rejects.toThrow('not closed');
});

it('leaves out no money, and counts none beside the invoice for it', async () => {
  const amountOf = async (id: string) =>
    (await waste()).findings.find((one) => one.id === id)?.amount;
  const [loose] = (await listExpenses.call(viewer, { vendor: 'Unknown' })).expenses;
  await instance.records.system.transaction(async (trx) => {
    // As an order without a line, or one of another year, pays for it.
    const part = { position: 0, month: 2026 * 12 + 4, micros: 5e6, base_micros: 5e6 };
    const whose = { workspace_id: workspace.id, expense_id: loose?.id ?? '' };
    const paying = { line_id: null, campaign_id: null, commitment_id: null };
    await trx
      .insertInto('expense_parts')
      .values({ ...part, ...whose, ...paying })
      .execute();
    await trx.insertInto('campaigns').values(campaignRow(workspace.id, 'solo')).execute();
  });
  expect(await amountOf('no_goal vendor unknown')).toBe(5);
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Cost', '2026-05-06,solo,10', '2026-06-06,solo,3'],
  });
  expect(await amountOf('no_goal campaign ca_solo')).toBe(13);
  const bill = { number: 'S-1', vendor: 'X', day: '2026-05-31', amount: 11 };
  const { id } = await createExpense.call(finance, bill);
  await matchExpense.call(finance, { id, version: 1, parts: [{ campaign: 'ca_solo' }] });
  expect(await amountOf('no_goal campaign ca_solo')).toBe(14);
});

it('comes as a table, where no cell is a formula', async () => {
  const local = instance.scope({ kind: 'local' }, workspace);
  const { key } = await createKey.call(local, { name: 'k', scopes: ['plans.read', 'kpis.read'] });
  const answer = await instance.app.request('/api/v1/budgets/waste?format=csv', {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status).toBe(200);
  const [head, first] = (await answer.text()).split('\r\n');
  expect(head).toContain('kind,what,amount,currency,owner');
  expect(first).toContain('no_goal,autumn-fair,61,USD');
});

it('a campaign has the money that the budget counts for it', async () => {
  const { campaigns } = await listCampaigns.call(viewer, {});
  const all = (of: (money: (typeof campaigns)[number]['money']) => number) =>
    campaigns.reduce((total, { money }) => total + of(money), 0);
  const found = await summarise.call(viewer, {});
  expect(found.platforms).toMatchObject({ counted: 61, replaced: 30, unmapped: 9 });
  expect(all(({ platforms }) => platforms)).toBeCloseTo(found.platforms.counted, 6);
  const mapped = found.platforms.reported - found.platforms.unmapped;
  expect(all(({ reported }) => reported)).toBeCloseTo(mapped, 6);
  const page = await showCampaign.call(viewer, { id: 'ca_autumn-fair' });
  expect(page.money).toEqual(campaigns.find(({ id }) => id === page.id)?.money);
  expect(page.money).toMatchObject({ baseline: null, planned: 1200, actual: 61, invoices: 0 });
});

it('the light of a campaign’s money is what the budget counts, by its plan', async () => {
  const id = 'ca_search-brand';
  const days = { day_from: Date.parse('2026-01-01') / DAY, day_to: Date.parse('2026-06-30') / DAY };
  await instance.records.system.transaction((trx) =>
    trx
      .updateTable('campaigns')
      .set({ state: 'live', ...days })
      .where('id', '=', id)
      .execute(),
  );
  const reason = async () =>
    (await readCampaignHealth.call(viewer, { ids: [id] }))[0]?.lights.find(
      (light) => light.id === 'budget',
    )?.reason;
  // Its line counts invoices: the 30 that a platform reports are not spent twice.
  expect(await reason()).toBe('0 % of the money planned by now is spent.');
  const bill = { number: 'G-1', vendor: 'Search Co', day: '2026-06-10', amount: 300 };
  const { id: expense } = await createExpense.call(finance, bill);
  const parts = [{ campaign: id }];
  await matchExpense.call(finance, { id: expense, version: 1, parts });
  expect(await reason()).toBe('50 % of the money planned by now is spent.');
});

it('an incentive pays for what is counted, never past its cap, and says what was counted before', async () => {
  await importTable(instance, workspace, {
    source: 'x_ads',
    lines: ['Day,Campaign,Clicks', '2026-05-30,solo,4', '2026-06-11,solo,5', '2026-06-20,solo,1'],
  });
  const rule = { plan, line: lines.Print ?? '', name: 'Clicks in June', perUnit: 25, cap: 100 };
  const days = { from: '2026-06-10', to: '2026-06-20' };
  const made = { ...rule, ...days, kpi: 'paid.clicks' };
  await expect(createIncentive.call(viewer, made)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const level = createIncentive.call(finance, { ...made, kpi: 'paid.ctr' });
  await expect(level).rejects.toThrow('does not count');
  const { id } = await createIncentive.call(finance, made);
  const again = createIncentive.call(finance, made);
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });

  const pay = (units: number, version: number, day = '2026-06-12') =>
    payForIncentive.call(finance, { id, version, payee: 'Bo', units, day });
  await expect(pay(1, 1, '2026-06-21')).rejects.toThrow('outside of the period');
  const before = (await summarise.call(viewer, {})).actual;
  const both = await Promise.allSettled([pay(3, 1), pay(3, 1), pay(2, 1)]);
  const paid = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.amount : []));
  expect(paid).toHaveLength(1);
  const lost = both.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []));
  expect(lost).toEqual(['CONFLICT', 'CONFLICT']);
  const [sum = 0] = paid;
  await expect(pay(4, 2)).rejects.toMatchObject({
    ...{ code: 'INVALID', detail: { status: 422, left: 100 - sum, units: (100 - sum) / 25 } },
  });
  // It is spent on the line, like every invoice.
  expect((await summarise.call(viewer, {})).actual).toBeCloseTo(before + sum, 6);

  const [found] = await listIncentives.call(viewer, {});
  expect(found).toMatchObject({
    ...{ type: 'incentive', lineName: 'Print', paid: sum, left: 100 - sum },
    payouts: [{ payee: 'Bo', amount: sum }],
    effect: {
      during: { ...days, count: 6 },
      before: { from: '2026-05-30', to: '2026-06-09', count: 4 },
      ...{ change: 2, changeShare: 0.5, says: expect.stringContaining('proves no cause') },
    },
  });
  const change = { id, version: 2, cap: sum - 25, to: days.to, reason: 'Less' };
  await expect(changeIncentive.call(finance, change)).rejects.toThrow('is paid already');
  const ends = changeIncentive.call(finance, { ...change, cap: 200, to: '2026-06-11' });
  await expect(ends).rejects.toThrow('A payout is of 2026-06-12');
  await changeIncentive.call(finance, { ...change, cap: sum });
  const stale = changeIncentive.call(finance, { ...change, cap: sum });
  await expect(stale).rejects.toMatchObject({ code: 'CONFLICT', detail: { now: { cap: sum } } });
  await expect(pay(1, 3)).rejects.toThrow('0.00 is left');

  // The cap is of what the books say: nobody adds to a payout beside it, and one that is taken back uses none of it.
  const expense = { id: found?.payouts[0]?.expense ?? '', reason: 'Counted twice' };
  for (const more of [
    () => updateExpense.call(finance, { ...expense, version: 1, amount: sum + 25 }),
    () => adjustExpense.call(finance, { ...expense, amount: 25 }),
  ])
    await expect(more()).rejects.toMatchObject({ detail: { status: 422 }, code: 'INVALID' });
  await updateExpense.call(finance, { ...expense, version: 1, amount: 0 });
  const [back] = await listIncentives.call(viewer, {});
  expect(back).toMatchObject({ paid: 0, left: sum, units: 0, version: 3 });
  const next = await pay(1, 3);
  expect(next).toMatchObject({ amount: 25, left: sum - 25, version: 4 });
  // As in a closed month: what corrects it counts, and is not raised either.
  const june = { workspace_id: workspace.id, month: 2026 * 12 + 5, closed: true, version: 1 };
  const since = { closed_by: ada, closed_at: new Date('2026-07-01T12:00:00Z'), history: '[]' };
  const { system } = instance.records;
  await system.transaction((trx) =>
    trx
      .insertInto('budget_months')
      .values({ ...june, ...since })
      .execute(),
  );
  const less = { id: next.expense, amount: -25, reason: 'Taken back' };
  const { id: lower } = await adjustExpense.call(finance, less);
  expect(await listIncentives.call(viewer, {})).toMatchObject([{ paid: 0, left: sum }]);
  const raised = { id: lower, version: 1, amount: -10, reason: 'Not all of it' };
  await expect(updateExpense.call(finance, raised)).rejects.toThrow('can only become less');
  await system.transaction((trx) =>
    trx.deleteFrom('budget_months').where('month', '=', june.month).execute(),
  );
  const { zip } = await exportEvidence.call(finance, { from: '2026-07', to: '2026-07' });
  expect(unzip(zip).get('audit.jsonl')).toContain('"verb":"incentives.pay"');
});

it('tells who may approve, and then who asked', async () => {
  const told = async (who: Scope) =>
    (await listNotifications.call({ ...who, workspace: null }, {})).notifications
      .filter(({ read }) => !read)
      .map(({ kind, text }) => [kind, text]);
  const editor = instance.scope(await instance.addUser(workspace, 'editor'), workspace);
  const order = { vendor: 'Fair Co', day: '2026-06-01', line: lines.Fair ?? null, ask: true };
  const big = await createCommitment.call(editor, { ...order, number: 'PO-1', amount: 90_000 });
  const [kind, text] = (await told(finance))[0] ?? [];
  expect(kind).toBe('order.asked');
  expect(text).toMatch(/^Order PO-1 of Fair Co, [\d,]+\.\d\d above what is available, waits for/);
  const decide = { id: big.id, version: 1, accept: true, reason: 'Agreed with the CEO' };
  await decideWaiting.call(finance, decide);
  // Whoever decides is not told of it, and what waited is settled.
  expect(await told(finance)).toEqual([]);
  expect(await told(editor)).toEqual([
    ['order.accepted', 'Order PO-1 of Fair Co was accepted: Agreed with the CEO.'],
  ]);
  const own = { number: 'X-1', vendor: 'Unknown' };
  const [loose] = (await listExpenses.call(viewer, { vendor: own.vendor })).expenses;
  await leaveExpense.call(finance, { id: loose?.id ?? '', version: 1, reason: 'Sundry' });
  await closeMonth.call(finance, { month: '2026-05', version: 0 });
  expect(await told(editor)).toContainEqual(['month.closed', '2026-05 was closed.']);
  const { version: seen } = (await listPlans.call(viewer, {}))[0] ?? { version: 0 };
  await submitPlan.call(editor, { id: plan, version: seen });
  expect((await told(finance)).map(([word]) => word)).toEqual(['plan.asked']);
});
