import { Readable } from 'node:stream';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { campaignRow } from '../campaigns/campaigns.testing.ts';
import { setOrphanRule } from '../goals/alignment.ts';
import { listenTo } from '../subscriptions/subscriptions.testing.ts';
import { changeLines, undoChanges } from './change-lines.ts';
import { createPlan, setPlanTotal, setTargets } from './create-plan.ts';
import { importOrders } from './import-orders.ts';
import { listChanges } from './list-changes.ts';
import { decideRevision, listRevisions, promoteScenario } from './promote-scenario.ts';
import { listLines, readPlan } from './read-plan.ts';
import { addScenario, compareScenarios } from './scenarios.ts';
import { approvePlan, lockPlan, rejectPlan, submitPlan, withdrawPlan } from './step-plan.ts';
import { summarise } from './summary.ts';
import { uploadExpenses } from './upload-expenses.ts';

let instance: TestInstance;
let workspace: Workspace;
const people: Record<string, Scope> = {};
let ids: Record<string, Actor & { id: string }> = {};

beforeAll(async () => {
  let now = Date.parse('2026-05-20T12:00:00Z');
  instance = await testInstance({ now: () => (now += 1000) });
  workspace = await instance.addWorkspace('larkfield', { currency: 'USD', fiscalStart: 2 });
  for (const [name, role] of [
    ['editor', 'editor'],
    ['other', 'editor'],
    ['cmo', 'owner'],
    ['finance', 'finance'],
    ['viewer', 'viewer'],
  ] as const) {
    const person = await instance.addUser(workspace, role);
    ids = { ...ids, [name]: person };
    people[name] = instance.scope(person, workspace);
  }
});
afterAll(() => instance.close());

const as = (name: string): Scope => people[name] as Scope;
const even = (total: number) => Array<number>(12).fill(total / 12);
let plan = '';
const version = async () => (await readPlan.call(as('viewer'), { id: plan })).version;
const lines = async () => (await listLines.call(as('viewer'), { id: plan })).lines;

describe('a plan of a fiscal year', () => {
  it('has quarters of the workspace’s calendar, and is made once', async () => {
    plan = (await createPlan.call(as('editor'), { fiscalYear: 2027, total: 1_000_000 })).id;
    const read = await readPlan.call(as('viewer'), {});
    expect(read.quarters.map(({ label }) => label)).toEqual([
      'Feb–Apr',
      'May–Jul',
      'Aug–Oct',
      'Nov–Jan',
    ]);
    expect([read.months[0], read.months[11], read.state]).toEqual(['2026-02', '2027-01', 'draft']);
    await expect(createPlan.call(as('editor'), { fiscalYear: 2027 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(createPlan.call(as('viewer'), { fiscalYear: 2028 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(readPlan.call(as('viewer'), { fiscalYear: 2031 })).rejects.toThrow('no plan of');
  });

  it('takes lines; those above the budget and lines of a team above its target show', async () => {
    await setTargets.call(as('cmo'), {
      id: plan,
      version: await version(),
      targets: [{ team: 'Demand', quarter: 1, amount: 150_000 }],
    });
    await changeLines.call(as('editor'), {
      id: plan,
      add: [
        { name: 'Paid search', team: 'Demand', channel: 'Paid search', months: even(660_000) },
        { name: 'Events', team: 'Field', channel: 'Events', months: even(420_000) },
      ],
    });
    const { check } = await readPlan.call(as('viewer'), { id: plan });
    expect(check).toMatchObject({ ready: false, over: 80_000 });
    expect(check.cells[0]).toEqual({
      team: 'Demand',
      quarter: 1,
      target: 150_000,
      planned: 165_000,
      over: 15_000,
    });
    await instance.records.system.transaction((trx) =>
      trx
        .insertInto('campaigns')
        .values({
          ...campaignRow(workspace.id, 'fair'),
          ...{ name: 'Fair', type: 'event' },
        })
        .execute(),
    );
    await setOrphanRule.call(as('cmo'), { orphans: 'block', version: 0 });
    const [, events] = await lines();
    const seen = { id: events?.id ?? '', version: events?.version ?? 0 };
    const pays = { ...seen, set: { campaignId: 'ca_fair' } };
    const done = await changeLines.call(as('editor'), { id: plan, edit: [pays] });
    const submitted = submitPlan.call(as('editor'), { id: plan, version: await version() });
    await expect(submitted).rejects.toMatchObject({
      message: 'The plan is not ready: over target by 80,000.00 and 1 campaign has no goal.',
      detail: { status: 422 },
    });
    await undoChanges.call(as('editor'), { changeSet: done.changeSet });
    const nobody = { ...seen, version: seen.version + 2, set: { goalId: 'go_none' } };
    await expect(
      changeLines.call(as('editor'), { id: plan, edit: [nobody] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes a block of 500 × 8 from a spreadsheet, and takes it back, in one step each', async () => {
    const add = Array.from({ length: 500 }, (_, at) => ({ name: `Pasted ${at}` }));
    const made = await changeLines.call(as('editor'), { id: plan, add });
    const months = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((at) => [at, 10.25]));
    const edit = made.lines.map(({ id, version: seen }) => ({ id, version: seen, months }));
    const pasted = await changeLines.call(as('editor'), { id: plan, edit });
    const total = async () => (await lines()).reduce((all, { total }) => all + total, 0);
    expect(await total()).toBeCloseTo(1_080_000 + 500 * 8 * 10.25, 6);
    await undoChanges.call(as('editor'), { changeSet: pasted.changeSet });
    expect(await total()).toBe(1_080_000);
    await undoChanges.call(as('editor'), { changeSet: made.changeSet });
    expect((await lines()).length).toBe(2);
  });

  it('changes whole or not at all, and is taken back as one', async () => {
    const before = await lines();
    const [search, events] = before;
    if (!search || !events) throw new Error('no lines');
    const seen = { id: search.id, version: search.version };
    const wrong = changeLines.call(as('editor'), {
      id: plan,
      add: [{ name: 'New' }],
      edit: [{ ...seen, months: { 0: 10.005 } }],
    });
    await expect(wrong).rejects.toThrow('“Paid search”, 2026-02: 10.005 is no amount of USD.');
    expect(await lines()).toEqual(before);
    const done = await changeLines.call(as('editor'), {
      id: plan,
      add: [{ name: 'New', months: even(120) }],
      edit: [{ ...seen, months: { 0: 60_000, 1: 50_000 }, set: { note: 'moved' } }],
      remove: [{ id: events.id, version: events.version }],
    });
    expect((await lines()).map(({ name, total }) => [name, total])).toEqual([
      ['Paid search', 660_000],
      ['New', 120],
    ]);
    await undoChanges.call(as('editor'), { changeSet: done.changeSet });
    const same = (all: typeof before) => all.map(({ version: _, ...rest }) => rest);
    expect(same(await lines())).toEqual(same(before));
    await expect(
      undoChanges.call(as('editor'), { changeSet: done.changeSet }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses what somebody else has changed meanwhile, and names cell, person and value', async () => {
    const [search] = await lines();
    if (!search) throw new Error('no line');
    const seen = { id: search.id, version: search.version };
    await changeLines.call(as('other'), { id: plan, edit: [{ ...seen, months: { 3: 55_500 } }] });
    const stale = changeLines.call(as('editor'), {
      id: plan,
      edit: [{ ...seen, months: { 3: 1 } }],
    });
    const error = await stale.catch((one) => one);
    expect(error.code).toBe('CONFLICT');
    expect(error.message).toBe(
      'editor changed “Paid search”, 2026-05 (55,000.00 → 55,500.00) meanwhile.',
    );
    expect(error.detail).toMatchObject({
      by: 'editor',
      cells: [{ line: search.id, cell: 'months.3', was: '55,000.00', now: '55,500.00' }],
    });
    expect((await lines())[0]?.months[3]).toBe(55_500);
  });

  it('takes a scenario over with one revision that has the whole diff', async () => {
    const { id: scenario } = await addScenario.call(as('editor'), {
      id: plan,
      name: 'B −8%',
      factor: 0.92,
    });
    const compared = await compareScenarios.call(as('viewer'), { id: plan, after: scenario });
    expect(compared).toMatchObject({ added: 0, changed: 2, before: 1_080_500, after: 994_060 });
    const [search] = await lines();
    const { lines: copied } = await listLines.call(as('viewer'), { id: plan, scenario });
    const [copy] = copied;
    const noted = { id: copy?.id ?? '', version: copy?.version ?? 0, set: { note: 'cheaper' } };
    const edited = await changeLines.call(as('editor'), { id: plan, scenario, edit: [noted] });
    await undoChanges.call(as('editor'), { changeSet: edited.changeSet });
    const promoted = await promoteScenario.call(as('editor'), {
      id: plan,
      version: await version(),
      scenario,
      reason: 'Within target',
    });
    expect(promoted).toMatchObject({ number: 1, state: 'applied' });
    expect((await lines())[0]).toMatchObject({ id: search?.id, total: 607_660 });
    const [revision] = await listRevisions.call(as('viewer'), { id: plan });
    expect(revision?.diff).toEqual(compared);
  });

  it('is approved by two others and locked; no step is left out', async () => {
    const step = async (who: string, verb: typeof lockPlan) =>
      verb.call(as(who), { id: plan, version: await version() });
    await expect(step('cmo', lockPlan)).rejects.toThrow('a draft cannot be locked');
    await step('finance', submitPlan);
    const [search] = await lines();
    const edit = { id: search?.id ?? '', version: search?.version ?? 0, months: { 0: 1 } };
    await expect(changeLines.call(as('editor'), { id: plan, edit: [edit] })).rejects.toMatchObject({
      code: 'PRECONDITION',
    });
    await expect(step('finance', approvePlan)).rejects.toThrow('Who submitted');
    await step('cmo', withdrawPlan);
    await step('editor', submitPlan);
    await step('cmo', approvePlan);
    await rejectPlan.call(as('finance'), { id: plan, version: await version(), comment: 'Less' });
    expect((await readPlan.call(as('viewer'), { id: plan })).state).toBe('draft');
    await step('editor', submitPlan);
    await expect(step('editor', approvePlan)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await step('cmo', approvePlan);
    await expect(step('cmo', approvePlan)).rejects.toThrow('approved this already');
    await expect(step('cmo', lockPlan)).rejects.toThrow('in review');
    expect((await step('finance', approvePlan)).state).toBe('approved');
    const old = lockPlan.call(as('cmo'), { id: plan, version: 1 });
    await expect(old).rejects.toMatchObject({ code: 'CONFLICT', detail: { by: 'finance' } });
    expect((await step('cmo', lockPlan)).state).toBe('locked');
    const { approvals } = await readPlan.call(as('viewer'), { id: plan });
    expect(approvals.map((one) => [one.capacity, one.by, one.void])).toEqual([
      ['cmo', 'owner', true],
      ['finance', 'finance', true],
      ['cmo', 'owner', false],
      ['finance', 'finance', false],
    ]);
  });

  it('keeps its baseline; edits go to the forecast with a reason', async () => {
    const [search] = await lines();
    if (!search) throw new Error('no line');
    const edit = { id: search.id, version: search.version, months: { 6: 10_000 } };
    const change = (reason: string) =>
      changeLines.call(as('editor'), { id: plan, edit: [edit], reason });
    await expect(change('')).rejects.toThrow('needs a reason');
    await change('Fair moved to autumn');
    const [after] = await lines();
    expect(after?.baseline).toEqual(search.months);
    expect(after?.months[6]).toBe(10_000);
    const remove = [{ id: search.id, version: after?.version ?? 0 }];
    const gone = changeLines.call(as('editor'), { id: plan, remove, reason: 'Not needed' });
    await expect(gone).rejects.toThrow('part of the locked plan');
    const moved = { id: search.id, version: after?.version ?? 0, set: { team: 'Other' } };
    await expect(
      changeLines.call(as('editor'), { id: plan, edit: [moved], reason: 'x' }),
    ).rejects.toThrow('team is part of the locked plan');
    const add = [{ name: 'Late idea', months: even(1200) }];
    const late = await changeLines.call(as('editor'), { id: plan, add, reason: 'Late' });
    expect(late.lines[0]?.baseline).toEqual(even(0));
    await undoChanges.call(as('editor'), { changeSet: late.changeSet });
    expect((await lines()).length).toBe(2);
    const [told] = await listChanges.call(as('viewer'), { id: plan, line: search.id });
    expect(told).toMatchObject({ by: 'editor', reason: 'Fair moved to autumn' });
    expect(told?.changes[0]?.cells).toMatchObject([{ cell: 'months.6', now: '10,000.00' }]);
    await expect(
      instance.records.system.transaction((trx) =>
        trx
          .updateTable('budget_lines')
          .set({ baseline: '[1]' })
          .where('id', '=', search.id)
          .execute(),
      ),
    ).rejects.toThrow('baseline of a locked plan');
    await expect(
      setPlanTotal.call(as('editor'), {
        id: plan,
        version: await version(),
        total: 2,
        reason: 'more',
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('takes a scenario into the forecast only when both have approved it', async () => {
    const { id: scenario } = await addScenario.call(as('editor'), {
      id: plan,
      name: 'Less events',
      factor: 0.5,
    });
    const before = await lines();
    const { id: revision, state } = await promoteScenario.call(as('editor'), {
      id: plan,
      version: await version(),
      scenario,
      reason: 'Half of the year',
    });
    expect(state).toBe('proposed');
    const decide = (who: string) =>
      decideRevision.call(as(who), { revision, decision: 'approved' });
    expect((await decide('cmo')).state).toBe('proposed');
    expect((await lines()).map(({ total }) => total)).toEqual(before.map(({ total }) => total));
    expect((await decide('finance')).state).toBe('applied');
    const summary = await summarise.call(as('viewer'), { by: 'quarter' });
    expect(summary).toMatchObject({
      baseline: 994_060,
      state: 'locked',
      available: 1_000_000 - summary.forecast,
    });
    expect(summary.rows.reduce((all, row) => all + (row.baseline ?? 0), 0)).toBeCloseTo(994_060, 2);
    expect(summary.rows[0]?.label).toBe('FY2027 Q1');
  });
});

describe('orders of a file', () => {
  it('above what is available are taken, and told', async () => {
    const heading = 'PO number;Supplier;PO date;Amount;Currency;Budget line';
    const other = await instance.addWorkspace('dunmore', { currency: 'USD', fiscalStart: 2 });
    const by = instance.scope(await instance.addUser(other, 'finance'), other);
    const at = await createPlan.call(by, { fiscalYear: 2027, total: 1_000 });
    await changeLines.call(by, {
      id: at.id,
      add: [{ name: 'Fairs', months: [600, ...Array<number>(11).fill(0)] }],
    });
    const told = await listenTo(instance, other);
    const file = [
      heading,
      'A-1;Fair Co;02.05.2026;500,00;USD;Fairs',
      'A-2;Print;02.05.2026;400,00;USD;',
      'A-3;Fair Co;02.05.2026;150,00;USD;Fairs',
      'A-4;Late;02.05.2025;9.000,00;USD;',
    ];
    const body = () => Readable.from([Buffer.from(file.join('\n'))]);
    const send = async (dryRun: boolean) => {
      const { upload } = await uploadExpenses.call(by, { name: 'o.csv', body: body() });
      return importOrders.call(by, { upload, dryRun });
    };
    const said = {
      ...{ new: 4, withoutLine: 2, overCommitted: 1 },
      outcomes: [
        { number: 'A-2', outcome: 'without_line' },
        { number: 'A-3', outcome: 'over_committed', reason: '50.00 more than available.' },
        { number: 'A-4', outcome: 'without_line' },
      ],
    };
    expect(await send(true)).toMatchObject(said);
    expect(await told()).toEqual([]);
    expect(await send(false)).toMatchObject(said);
    const data = { number: 'A-3', plan: at.id, amount: 150, missing: 50, currency: 'USD' };
    expect(await told()).toMatchObject([{ type: 'budget.over_committed', data }]);
    expect((await summarise.call(by, { fiscalYear: 2027 })).available).toBe(-50);
    expect(await send(false)).toMatchObject({ ...said, new: 0, unchanged: true });
    expect(await told()).toHaveLength(1);
  });
});
