import type { Role, Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { changeLines } from '../budgets/change-lines.ts';
import { createPlan } from '../budgets/create-plan.ts';
import { createExpense } from '../budgets/expenses.ts';
import { createKey } from '../keys/create-key.ts';
import { activityFeed } from '../tasks/activity-feed.ts';
import {
  addRetainer,
  changeRetainer,
  logHours,
  removeHours,
  removeRetainer,
  setTerms,
} from './change-account.ts';
import { listClients } from './list-clients.ts';
import { readAccount } from './read-account.ts';

let instance: TestInstance;
let alpha: Workspace;
let beta: Workspace;
/** The agency’s account director: finance in one, owner in the other. */
let agency: { alpha: Scope; beta: Scope; nowhere: Scope };
let client: Scope;
const TERMS = { ownVendor: 'Northlight Agency', hourCost: 60, markupPercent: 5 };
const CARE = { name: 'Care', kind: 'hours', fee: 120, hours: 10, from: '2026-02' } as const;

beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-04-10T12:00:00Z') });
  alpha = await instance.addWorkspace('alpha', { currency: 'EUR' });
  beta = await instance.addWorkspace('beta', { name: 'canary of beta', currency: 'USD' });
  const person = await instance.addUser(alpha, 'finance');
  await join(person.id, beta, 'owner');
  const as = (role: Role | null, workspace: Workspace | null) =>
    instance.scope({ ...person, role } as Actor, workspace);
  agency = { alpha: as('finance', alpha), beta: as('owner', beta), nowhere: as(null, null) };
  client = instance.scope(await instance.addUser(alpha, 'editor'), alpha);
  const { id: plan } = await createPlan.call(agency.alpha, { fiscalYear: 2026, total: 9000 });
  const months = Array<number>(12).fill(500);
  await changeLines.call(agency.alpha, { id: plan, add: [{ name: 'Media', months }] });
  const bill = { day: '2026-03-03', amount: 2000 };
  await createExpense.call(agency.alpha, { ...bill, number: 'M-1', vendor: 'Ad house' });
  const own = { ...bill, number: 'N-1', vendor: 'Northlight Agency GmbH', amount: 900 };
  await createExpense.call(agency.alpha, own);
  const ahead = { ...own, number: 'N-2', day: '2026-06-01', amount: 300 };
  await createExpense.call(agency.alpha, ahead);
});
afterAll(() => instance.close());

const join = (user_id: string, workspace: Workspace, role: Role) =>
  instance.records.system.transaction((trx) =>
    trx.insertInto('members').values({ user_id, workspace_id: workspace.id, role }).execute(),
  );

describe('the account of a client', () => {
  it('has fees, hours and margin apart from what is passed through', async () => {
    expect((await readAccount.call(agency.alpha, {})).terms).toBeNull();
    await setTerms.call(agency.alpha, { ...TERMS, version: 0 });
    await addRetainer.call(agency.alpha, CARE);
    const fee = { name: 'Steering', kind: 'money', fee: 400, from: '2026-01', to: '2026-02' };
    await addRetainer.call(agency.alpha, { ...fee, kind: 'money' });
    await logHours.call(agency.alpha, { day: '2026-03-04', hours: 32.5, note: 'Landing page' });
    expect(await readAccount.call(agency.alpha, {})).toMatchObject({
      ...{ fiscalYear: 2026, months: { from: '2026-01', to: '2026-04' }, currency: 'EUR' },
      // Three months of 10 h × 120, and two of 400; 5 % of what others billed.
      ...{ fees: 4400, invoicedFees: 1200, passThrough: 2000, markup: 100, income: 4500 },
      ...{ cost: 1950, margin: 2550, marginShare: 2550 / 4500 },
      ...{ agreedHours: 30, workedHours: 32.5, overHours: 2.5 },
      warnings: [{ code: 'over_retainer' }],
    });
    expect(await readAccount.call(agency.alpha, { fiscalYear: 2027 })).toMatchObject({
      ...{ fees: 0, agreedHours: 0, passThrough: 0, income: 0, retainers: [{}, {}] },
    });
  });

  it('is refused where two change it at once, and where it cannot be', async () => {
    const both = await Promise.allSettled([
      setTerms.call(agency.alpha, { ...TERMS, markupPercent: 6, version: 1 }),
      setTerms.call(agency.alpha, { ...TERMS, markupPercent: 7, version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(setTerms.call(agency.alpha, { ...TERMS, version: 1 })).rejects.toMatchObject({
      ...{ code: 'CONFLICT', detail: { version: 2, now: { hourCost: 60 } } },
    });
    const [care] = (await readAccount.call(agency.alpha, {})).retainers.filter(
      ({ name }) => name === 'Care',
    );
    const id = care?.id ?? '';
    await changeRetainer.call(agency.alpha, {
      ...{ id, version: 1, retainer: { ...CARE, to: '2026-03' } },
    });
    const stale = removeRetainer.call(agency.alpha, { id, version: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT' });
    const wrong = [{ hours: 0 }, { to: '2026-01' }, { fee: -1 }, { from: '2026-13' }];
    for (const bad of wrong)
      await expect(addRetainer.call(agency.alpha, { ...CARE, ...bad })).rejects.toMatchObject({
        code: 'INVALID',
      });
    const ahead = logHours.call(agency.alpha, { day: '2026-04-11', hours: 1 });
    await expect(ahead).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('is unseen by the people of the client, in every door and in the trail', async () => {
    await expect(readAccount.call(client, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const [verb, input] of [
      [setTerms, { ...TERMS, version: 2 }],
      [addRetainer, CARE],
      [logHours, { day: '2026-03-04', hours: 1 }],
    ] as const)
      await expect(verb.call(client, input as never)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const feed = await activityFeed.call(client, {});
    const told = feed.filter(({ verb }) => verb.startsWith('clients.'));
    expect(told.map(({ what }) => what)).toContain('changed what is agreed with the client');
    expect(told.map(({ about }) => about)).toEqual(told.map(() => null));
    const { clients } = await listClients.call({ ...client, workspace: null }, {});
    expect(clients).toMatchObject([{ slug: 'alpha', budget: { actual: 3200 }, account: null }]);
    const key = createKey.call(client, { name: 'k', scopes: ['margins.read'] });
    await expect(key).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the clients of a person', () => {
  it('are those of which they are a member, each as who they are there', async () => {
    await setTerms.call(agency.beta, { ...TERMS, version: 0 });
    const { clients } = await listClients.call(agency.nowhere, {});
    const own = await readAccount.call(agency.alpha, {});
    expect(clients).toMatchObject([
      { slug: 'alpha', role: 'finance', currency: 'EUR', account: { margin: own.margin } },
      { slug: 'beta', role: 'owner', currency: 'USD', budget: null, account: { fees: 0 } },
    ]);
    const asked = JSON.stringify(await listClients.call({ ...client, workspace: null }, {}));
    expect(asked).not.toContain('canary');
  });

  it('lead from none to another: ids of one are unknown in the other, by tRPC and REST', async () => {
    const id = (await readAccount.call(agency.alpha, {})).retainers[0]?.id ?? '';
    const hours = (await readAccount.call(agency.alpha, {})).hours[0]?.id ?? '';
    for (const ask of [
      () => removeRetainer.call(agency.beta, { id, version: 1 }),
      () => changeRetainer.call(agency.beta, { id, version: 1, retainer: CARE }),
      () => removeHours.call(agency.beta, { id: hours }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { key } = await createKey.call(agency.beta, {
      ...{ name: 'books', scopes: ['margins.read', 'margins.write', 'plans.read'] },
    });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ version: 1 });
    const path = `/api/v1/client/retainers/${id}/remove`;
    const gone = await instance.app.request(path, { method: 'POST', headers, body });
    expect(gone.status).toBe(404);
    const own = await instance.app.request('/api/v1/client', { headers });
    expect(await own.json()).toMatchObject({ retainers: [], currency: 'USD' });
    // A key is of one workspace: it has no list.
    expect((await instance.app.request('/api/v1/clients', { headers })).status).toBe(403);
    const cookie = await instance.cookieOf((client.actor as { id: string }).id);
    const session = { cookie, 'x-openmops-workspace': 'beta' };
    const foreign = await instance.app.request('/api/v1/client', { headers: session });
    expect(foreign.status).toBe(404);
    const list = await instance.app.request('/api/v1/clients', { headers: session });
    expect(await list.json()).toMatchObject({ clients: [{ slug: 'alpha', account: null }] });
  });

  it('take what was agreed with them when they go', async () => {
    await instance.records.system.transaction((trx) =>
      trx.deleteFrom('workspaces').where('id', '=', alpha.id).execute(),
    );
    const { db } = instance.records.system;
    for (const table of ['client_retainers', 'client_hours'] as const)
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
    const left = await db.selectFrom('client_terms').select('workspace_id').execute();
    expect(left).toEqual([{ workspace_id: beta.id }]);
  });
});
