import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Verb, VerbKind } from '../../verb.ts';
import { type Json, send } from '../mappings/mappings.testing.ts';
import { auditJob } from './audit-job.ts';
import { closeIssue, retestIssue, takeIssue, updateIssue } from './change-issue.ts';
import { addRule, muteRule, removeRule } from './change-rules.ts';
import { listIssues, listRules, readIssue, readQuality } from './list-quality.ts';
import { runAudit } from './run-audit.ts';

let instance: TestInstance;
let workspace: Workspace;
let now = Date.parse('2026-06-15T10:00:00Z');
const LOCAL: Actor = { kind: 'local' };
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
});
afterAll(() => instance.close());
beforeEach(async () => {
  workspace = await instance.addWorkspace();
});

// biome-ignore lint/suspicious/noExplicitAny: any verb with any input.
function call<O>(verb: Verb<VerbKind, any, O>, input: unknown = {}, actor = LOCAL): Promise<O> {
  now += 1000;
  return verb.call(instance.scope(actor, workspace), input);
}

const contact = (id: number, more: Json = {}): Json => ({
  id: String(id),
  properties: {
    email: `person${id}@company${id}.example`,
    firstname: `First${id}`,
    lastname: `Last${id}`,
    createdate: '2026-03-01T10:00:00.000Z',
    lastmodifieddate: '2026-06-15T08:00:00.000Z',
    ...more,
  },
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-06-15T08:00:00.000Z',
});
const deal = (id: number, more: Json = {}): Json => ({
  id: String(id),
  properties: {
    dealname: `Deal ${id}`,
    amount: '1000',
    dealstage: 'qualifiedtobuy',
    createdate: '2026-06-01T10:00:00.000Z',
    closedate: '2026-07-01T10:00:00.000Z',
    ...more,
  },
  createdAt: '2026-03-01T10:00:00.000Z',
  updatedAt: '2026-06-15T08:00:00.000Z',
});
const crm = (stream: string, records: Json[]) =>
  send(instance, workspace, { source: 'tap-hubspot', stream, key: ['id'], records });

const found = async (rule: string) =>
  (await call(listIssues, { all: true })).find((one) => one.rule === rule);

describe('an audit', () => {
  it('of nothing has failed, and says so', async () => {
    const run = await call(runAudit);
    expect(run).toMatchObject({ state: 'failed', score: null, rules: 0 });
    expect(run.reason).toContain('Nothing was checked');
    expect(await call(listIssues)).toEqual([]);
  });

  it('counts exactly, names rows by key, and says what money hangs on them', async () => {
    await crm('contacts', [contact(1), contact(2, { email: 'no address' }), contact(3)]);
    await crm('deals', [
      deal(1, { amount: '-250.5' }),
      deal(2, { closedate: '2026-05-01T10:00:00.000Z' }),
      deal(3),
    ]);
    const run = await call(runAudit);
    expect(run.state).toBe('failed');
    expect(run.score).toBeLessThan(1);
    expect(run.dimensions.validity).toBeLessThan(1);
    expect(await found('email_valid')).toMatchObject({ rows: 1, checked: 3, table: 'contact' });
    expect(await found('amount_range')).toMatchObject({ rows: 1, checked: 3, money: 250.5 });
    const late = await found('closed_after_created');
    expect(late).toMatchObject({ rows: 1, money: 1000, currency: 'EUR' });
    const detail = await call(readIssue, { id: late?.id ?? '' });
    expect(detail.findings[0]?.keys).toEqual(['["2"]']);
    expect(detail.streams.map(({ name }) => name)).toEqual(['deals']);
    const rules = await call(listRules);
    expect(rules.find(({ rule }) => rule === 'stage_there')).toMatchObject({ state: 'passed' });
    const overview = await call(readQuality);
    expect(overview.trend).toHaveLength(1);
    expect(overview.tables.map(({ table }) => table)).toContain('deal');
  });

  it('never keeps what tells who somebody is', async () => {
    await crm('contacts', [contact(1, { email: 'jane.secret at example' }), contact(2)]);
    await call(runAudit);
    const issue = await found('email_valid');
    const detail = await call(readIssue, { id: issue?.id ?? '' });
    expect(JSON.stringify(detail)).not.toContain('secret');
    expect(detail.findings[0]?.keys).toEqual(['["1"]']);
  });

  it('finds people who are there twice, and the deals that hang on them', async () => {
    await crm('contacts', [
      contact(1, { email: 'jane@larkfield.example', firstname: 'Jane', lastname: 'Larkfield' }),
      contact(2, { email: 'Jane+news@larkfield.example', firstname: 'J', lastname: 'L' }),
      contact(3, { email: 'j.l@larkfield.example', firstname: 'Jane', lastname: 'Larkfeild' }),
      contact(4),
    ]);
    await call(runAudit);
    expect(await found('no_duplicates')).toMatchObject({ rows: 2, checked: 4, severity: 'high' });
  });

  it('takes rows whose targets have not come for unchecked, not for wrong', async () => {
    await crm('contacts', [contact(1, { associatedcompanyid: '77' })]);
    await call(runAudit);
    const rules = await call(listRules);
    const known = rules.find(({ rule, table }) => rule === 'account_known' && table === 'contact');
    expect(known).toMatchObject({ state: 'unchecked', score: null });
    await crm('companies', [
      { id: '78', properties: { name: 'North', domain: 'north.example' }, updatedAt: '2026-06-15' },
    ]);
    await call(runAudit);
    expect(await found('account_known')).toMatchObject({ rows: 1, checked: 1 });
  });

  it('sees records that stand aside, with their number', async () => {
    await crm('contacts', [contact(1), contact(2)]);
    await send(instance, workspace, {
      ...{ source: 'tap-hubspot', stream: 'deals', key: ['id'] },
      records: [deal(1), { ...deal(2), id: { odd: true } }],
    });
    await call(runAudit);
    const aside = await found('records_fit');
    expect(aside).toMatchObject({ rows: 1, source: 'hubspot', table: 'deals' });
  });
});

describe('an issue', () => {
  it('lasts over audits, is closed only after its rule has passed, and opens again by itself', async () => {
    await crm('deals', [deal(1, { amount: '-5' }), deal(2)]);
    await call(runAudit);
    const issue = await found('amount_range');
    const id = issue?.id ?? '';
    await call(takeIssue, { id });
    await call(updateIssue, { id, note: 'Asked sales.' });
    await call(runAudit);
    expect(await found('amount_range')).toMatchObject({
      ...{ id, state: 'in_progress', owner: 'command line', note: 'Asked sales.', reopened: 0 },
    });
    await expect(call(closeIssue, { id })).rejects.toThrow('cannot be closed');
    await call(updateIssue, { id, state: 'fixed' });
    await expect(call(closeIssue, { id })).rejects.toThrow('cannot be closed');
    const still = await call(retestIssue, { id });
    expect(still).toMatchObject({ outcome: 'failed', failed: 1, issue: { state: 'open' } });
    await crm('deals', [deal(1, { amount: '5' })]);
    const done = await call(retestIssue, { id });
    expect(done).toMatchObject({ outcome: 'passed', issue: { state: 'fixed', mayClose: true } });
    expect(await call(closeIssue, { id })).toMatchObject({ state: 'closed', mayClose: false });
    expect(await call(listIssues)).toEqual([]);
    await crm('deals', [deal(2, { amount: '-7' })]);
    await call(runAudit);
    expect(await found('amount_range')).toMatchObject({
      ...{ id, state: 'open', reopened: 1, money: 7, passedAt: null },
    });
  });

  it('is not closed by a rule that found nothing to check', async () => {
    await crm('deals', [deal(1, { amount: '-5' })]);
    await call(runAudit);
    const id = (await found('amount_range'))?.id ?? '';
    await crm('deals', [deal(1, { amount: null })]);
    const retested = await call(retestIssue, { id });
    expect(retested.outcome).toBe('unchecked');
    await expect(call(closeIssue, { id })).rejects.toThrow('cannot be closed');
  });

  it('is read by viewers and changed by editors', async () => {
    await crm('deals', [deal(1, { amount: '-5' })]);
    await call(runAudit);
    const id = (await found('amount_range'))?.id ?? '';
    const viewer = await instance.addUser(workspace, 'viewer');
    const editor = await instance.addUser(workspace, 'editor');
    expect((await call(readIssue, { id }, viewer)).rows).toBe(1);
    await expect(call(takeIssue, { id }, viewer)).rejects.toThrow('not allowed');
    expect((await call(takeIssue, { id }, editor)).owner).toBe('editor');
    const other = await instance.addWorkspace();
    await expect(readIssue.call(instance.scope(LOCAL, other), { id })).rejects.toThrow(
      'no such issue',
    );
  });
});

describe('rules of the workspace', () => {
  it('are checked in units of a person, and can be taken away', async () => {
    await crm('deals', [deal(1), deal(2, { amount: '90000' })]);
    const rule = { kind: 'range', field: 'amount', max: 50_000 };
    const { id, name } = await call(addRule, { table: 'deal', rule, severity: 'high' });
    expect(name).toBe('Deals: amount is at most 50,000');
    await call(runAudit);
    expect(await found(id)).toMatchObject({ rows: 1, money: 90_000, severity: 'high' });
    await call(removeRule, { id });
    expect(await found(id)).toBeUndefined();
  });

  it('are refused when they cannot be run', async () => {
    const add = (table: string, rule: Json) => call(addRule, { table, rule });
    await expect(add('deals', { kind: 'required', field: 'amount' })).rejects.toThrow('no table');
    await expect(add('deal', { kind: 'required', field: 'amout' })).rejects.toThrow(
      'no field amout',
    );
    await expect(add('deal', { kind: 'nice', field: 'amount' })).rejects.toThrow('rules are wrong');
    await expect(add('deal', { kind: 'pattern', field: 'name', pattern: '(' })).rejects.toThrow(
      'no regular expression',
    );
    await expect(
      add('deal', { kind: 'distribution', field: 'amount', baseline: 'x' }),
    ).rejects.toThrow('second table');
    await expect(
      add('deal', { kind: 'reference', field: 'name', to: 'ad_delivery' }),
    ).rejects.toThrow('pointed to');
  });

  it('rest with a reason, and then open no issue', async () => {
    await crm('deals', [deal(1, { amount: '-5' })]);
    await call(runAudit);
    await call(muteRule, { rule: 'amount_range', why: 'Credit notes are negative here.' });
    expect(await found('amount_range')).toBeUndefined();
    await call(runAudit);
    expect(await found('amount_range')).toBeUndefined();
    const rules = await call(listRules);
    expect(rules.find(({ rule }) => rule === 'amount_range')).toMatchObject({ state: 'muted' });
    await call(muteRule, { rule: 'amount_range', why: null });
    await call(runAudit);
    expect(await found('amount_range')).toBeDefined();
  });
});

it('is done on schedule for every workspace that has got data, and audited', async () => {
  const keys = async () => (await auditJob.recurring(instance)).map(({ key }) => key);
  expect(await keys()).not.toContain(workspace.id);
  await crm('deals', [deal(1)]);
  expect(await keys()).toContain(workspace.id);
  await auditJob.work(instance, { workspaceId: workspace.id }, new AbortController().signal);
  expect((await call(readQuality)).run).toMatchObject({ begunBy: 'schedule' });
  const rows = await instance.records.system.db
    .selectFrom('audit')
    .select('verb')
    .where('workspace_id', '=', workspace.id)
    .execute();
  expect(rows.map(({ verb }) => verb)).toContain('quality.audit');
});
