import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Verb } from '../../verb.ts';
import { crm } from './identity.testing.ts';
import { listDuplicates } from './list-duplicates.ts';
import { identityStatus, listDecided, listPeople } from './list-people.ts';
import {
  mergeRecords,
  previewMerge,
  rejectDuplicate,
  savePrecedence,
  undoDecided,
} from './merge-records.ts';
import { refreshPeople } from './refresh-people.ts';
import { showCompany, showPerson } from './show-person.ts';

let instance: TestInstance;
let workspace: Workspace;
let put: ReturnType<typeof crm>;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const jane = {
  id: '1',
  email: 'Jane@north.example',
  first: 'Jane',
  last: 'Larkfield',
  title: 'CMO',
  cookie: 'c1',
  created: day(1),
  updated: day(20),
};
const twin = {
  id: '2',
  email: 'j.larkfield@north.example',
  first: 'Jane',
  last: 'Larkfeild',
  title: 'VP Marketing',
  phone: '123',
  created: day(2),
  updated: day(10),
};
const touches = [
  { id: 't3', at: day(9), kind: 'form', email: 'jane+x@north.example', channel: 'Email' },
  { id: 't2', at: day(5), kind: 'visit', cookie: 'c1', channel: 'Direct' },
  { id: 't1', at: day(5), kind: 'visit', cookie: 'c1', channel: 'Paid Search' },
  { id: 't4', at: day(11), kind: 'call', contact: '2', channel: 'Sales' },
  { id: 't5', at: day(12), kind: 'visit', cookie: 'unknown', channel: 'Direct' },
];

beforeEach(async () => {
  workspace = await instance.addWorkspace();
  put = crm(instance, workspace);
  await put('contacts_own', [jane, twin]);
  await put('touches_own', touches);
  await put('accounts_own', [{ id: 'A', name: 'North Ltd', domain: 'www.north.example' }]);
});

// biome-ignore lint/suspicious/noExplicitAny: any verb of this room.
const call = <O>(verb: Verb<any, any, O>, input: object = {}): Promise<O> =>
  verb.call(instance.scope({ kind: 'system' }, workspace), input);
const stepsOf = async (node: string) =>
  (await call(showPerson, { node })).journey.steps.map(({ touch, by }) => `${touch.touchId} ${by}`);

describe('people', () => {
  it('are linked with visitors and companies, each link with its reason', async () => {
    const person = await call(showPerson, { node: 'anonymous/crm/c1' });
    expect(person).toMatchObject({ id: 'contact/crm/1', name: 'Jane Larkfield' });
    expect(person.links.map(({ rule }) => rule).sort()).toEqual(['same_email', 'source_link']);
    expect(person.links.every(({ reason }) => reason.length > 10)).toBe(true);
    expect(person.membership?.reason).toContain('domain of the account');
    // By time, then source and identifier.
    expect(await stepsOf('contact/crm/1')).toEqual(['t1 anonymous', 't2 anonymous', 't3 email']);
    const company = await call(showCompany, { node: 'account/crm/A' });
    expect(company).toMatchObject({ name: 'North Ltd', people: 2 });
    expect(company.journey.steps.map(({ touch }) => touch.touchId)).toEqual([
      't1',
      't2',
      't3',
      't4',
    ]);
    const { total, rows } = await call(listPeople, { search: 'larkf' });
    expect([total, rows.map(({ name }) => name)]).toEqual([
      2,
      ['Jane Larkfield', 'Jane Larkfeild'],
    ]);
  });

  it('follow what streams in, in any order and number of runs', async () => {
    await put('contacts_own', [{ ...twin, email: 'jane@north.example', updated: day(30) }]);
    expect((await call(showPerson, { node: 'contact/crm/2' })).id).toBe('contact/crm/1');
    const { counts } = await call(identityStatus);
    expect(counts).toMatchObject({ contacts: 2, people: 1, companies: 1 });
    const state = await refreshPeople({ instance, workspace }, { eager: true });
    expect(await refreshPeople({ instance, workspace }, { eager: true })).toEqual(state);
  });

  it('are shown to nobody who may not read records', async () => {
    const viewer = await instance.addUser(workspace, 'viewer');
    const scope = instance.scope(viewer, workspace);
    await expect(listPeople.call(scope, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const editor = instance.scope(await instance.addUser(workspace, 'editor'), workspace);
    expect((await listDuplicates.call(editor, {})).total).toBe(1);
    await expect(call(showPerson, { node: 'contact/crm/none' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('duplicates', () => {
  it('are proposed, previewed field by field, merged and undone, and every touch stays', async () => {
    const { duplicates, total } = await call(listDuplicates);
    expect(total).toBe(1);
    const records = ['contact/crm/1', 'contact/crm/2'];
    expect(duplicates[0]).toMatchObject({ records, pairs: [{ rule: 'domain_name' }] });
    const plan = await call(previewMerge, { records });
    expect(plan.fields.find(({ field }) => field === 'title')).toMatchObject({
      value: 'CMO',
      source: 'crm',
      reason: 'newest',
      conflict: true,
    });
    expect(plan.values).toMatchObject({ phone: '123' });
    const before = [await stepsOf(records[0] as string), await stepsOf(records[1] as string)];
    const { merge } = await call(mergeRecords, { records, keep: 'contact/crm/2' });
    expect((await call(listDuplicates)).total).toBe(0);
    const merged = await stepsOf('contact/crm/2');
    expect(merged).toEqual(['t1 anonymous', 't2 anonymous', 't3 email', 't4 contact']);
    await expect(call(mergeRecords, { records })).rejects.toMatchObject({ code: 'CONFLICT' });
    await call(undoDecided, { decision: merge });
    await expect(call(undoDecided, { decision: merge })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect([await stepsOf(records[0] as string), await stepsOf(records[1] as string)]).toEqual(
      before,
    );
    expect((await call(listDuplicates)).total).toBe(1);
    expect((await call(listDecided)).map(({ kind, undone }) => [kind, undone?.by])).toEqual([
      ['merge', 'OpenMOps'],
    ]);
  });

  it('that were rejected are not proposed again, unless that is undone', async () => {
    const records = ['contact/crm/1', 'contact/crm/2'];
    const { decision } = await call(rejectDuplicate, { records, reason: 'Sisters.' });
    expect((await call(listDuplicates)).total).toBe(0);
    await call(undoDecided, { decision });
    expect((await call(listDuplicates)).total).toBe(1);
  });

  it('of two systems keep the value of the trusted one', async () => {
    await put(
      'contacts_own',
      [{ ...twin, id: '9', title: 'Head of sales', updated: day(1) }],
      'erp',
    );
    const records = ['contact/crm/1', 'contact/erp/9'];
    const title = async () =>
      (await call(previewMerge, { records })).fields.find(({ field }) => field === 'title');
    expect(await title()).toMatchObject({ value: 'CMO', reason: 'newest' });
    await call(savePrecedence, { of: 'contact', field: 'title', sources: ['erp', 'crm'] });
    expect(await title()).toMatchObject({
      value: 'Head of sales',
      reason: 'source',
      source: 'erp',
    });
    await call(savePrecedence, { of: 'contact', field: 'title', sources: [] });
    expect(await title()).toMatchObject({ value: 'CMO' });
    const mixed = { records: ['contact/crm/1', 'account/crm/A'] };
    await expect(call(previewMerge, mixed)).rejects.toMatchObject({ code: 'INVALID' });
  });
});
