import { COMMON_LIFECYCLE } from '@openmops/domain/lifecycle';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Verb } from '../../verb.ts';
import { crm } from '../identity/identity.testing.ts';
import { total } from '../mappings/mappings.testing.ts';
import { agreeDefinition, listDefinitions, proposeDefinition } from './definitions.ts';
import { readCohorts, readFunnel, readVelocity } from './read-stages.ts';

let instance: TestInstance;
let workspace: Workspace;
let put: ReturnType<typeof crm>;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());
beforeEach(async () => {
  workspace = await instance.addWorkspace();
  put = crm(instance, workspace);
});

const day = (month: number, n: number) => new Date(Date.UTC(2026, month - 1, n)).toISOString();
const { meaning, sources, maturityDays } = COMMON_LIFECYCLE;
const definition = { meaning, sources, maturityDays } as never;
// biome-ignore lint/suspicious/noExplicitAny: any verb of this room.
const call = <O>(verb: Verb<any, any, O>, input: object = {}): Promise<O> =>
  verb.call(instance.scope({ kind: 'system' }, workspace), input);
const kpi = (name: string) => total(instance, workspace, name);
const year = { from: '2026-01-01', to: '2026-12-31' };

async function people() {
  await put('contacts_own', [
    { id: '1', email: 'a@north.example', created: day(1, 1), lead: day(1, 1), mql: day(1, 11) },
    { id: '2', email: 'b@north.example', created: day(1, 5), lead: day(1, 5), mql: day(2, 1) },
    { id: '3', email: 'c@north.example', created: day(11, 20), lead: day(11, 20) },
    // The same person in another system, which came later.
    { id: '4', email: 'A@north.example', created: day(3, 1), lead: day(3, 1), mql: day(3, 2) },
  ]);
  await put('deals_own', [
    {
      id: 'd1',
      contact: '1',
      amount: 120,
      currency: 'EUR',
      outcome: 'won',
      stage: 'Closed Won',
      created: day(2, 10),
      closed: day(3, 10),
    },
  ]);
  await put('history_own', [
    { id: 'h1', entity: 'contact', of: '1', to: 'Sales Qualified Lead', at: day(1, 31) },
  ]);
}

async function agree(): Promise<void> {
  const { number } = await call(proposeDefinition, definition);
  const [ana, ben] = [
    await instance.addUser(workspace, 'admin'),
    await instance.addUser(workspace, 'admin'),
  ];
  await agreeDefinition.call(instance.scope(ana, workspace), {
    version: number,
    head: 'marketing',
  });
  await agreeDefinition.call(instance.scope(ben, workspace), { version: number, head: 'sales' });
}

describe('a definition of stages', () => {
  it('holds when two people, one of each side, have agreed; a new version needs both again', async () => {
    const { number } = await call(proposeDefinition, definition);
    const ana = instance.scope(await instance.addUser(workspace, 'admin'), workspace);
    const ben = instance.scope(await instance.addUser(workspace, 'admin'), workspace);
    await agreeDefinition.call(ana, { version: number, head: 'marketing' });
    const both = agreeDefinition.call(ana, { version: number, head: 'sales' });
    await expect(both).rejects.toMatchObject({ code: 'CONFLICT' });
    const again = agreeDefinition.call(ben, { version: number, head: 'marketing' });
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
    const first = await agreeDefinition.call(ben, { version: number, head: 'sales' });
    expect(first.agreed.map(({ head, by }) => [head, by])).toEqual([
      ['marketing', 'admin'],
      ['sales', 'admin'],
    ]);
    expect(first.current).toBe(true);
    await call(proposeDefinition, definition);
    const { definitions } = await call(listDefinitions);
    expect(definitions.map(({ version, current }) => [version, current])).toEqual([
      ['v2', false],
      ['v1', true],
      ['common@1', false],
    ]);
    const editor = instance.scope(await instance.addUser(workspace, 'editor'), workspace);
    await expect(proposeDefinition.call(editor, definition)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(call(agreeDefinition, { version: 9, head: 'sales' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('stages', () => {
  it('give facts instead of contacts and deals once a definition is agreed, never both', async () => {
    await people();
    const before = await Promise.all(['mqls', 'sqls', 'opps_created', 'bookings_won'].map(kpi));
    // Contacts by their dates: one person counts twice, and the history says nothing.
    expect(before).toEqual([3, 0, 1, 120]);
    await agree();
    const after = await Promise.all(['mqls', 'sqls', 'opps_created', 'bookings_won'].map(kpi));
    expect(after).toEqual([2, 1, 1, 120]);
    await put('deals_own', [
      {
        id: 'd2',
        contact: '2',
        amount: 50,
        currency: 'EUR',
        created: day(5, 1),
        outcome: 'won',
        closed: day(6, 1),
      },
    ]);
    expect(await Promise.all(['sqls', 'opps_created', 'bookings_won'].map(kpi))).toEqual([
      2, 2, 170,
    ]);
  });

  it('make funnel, times in stages and cohorts, whose young cells are empty', async () => {
    await people();
    await agree();
    const funnel = await call(readFunnel, year);
    expect(funnel.steps.map(({ name, count }) => [name, count])).toEqual([
      ['inquiry', 3],
      ['mql', 2],
      ['sal', 1],
      ['sql', 1],
      ['opportunity', 1],
      ['won', 1],
    ]);
    expect(funnel).toMatchObject({ definition: 'v1' });
    expect(funnel.agreed).toHaveLength(2);
    expect(
      (await call(readFunnel, { ...year, of: 'deals' })).steps.map(({ count }) => count),
    ).toEqual([1, 1]);
    const { stages } = await call(readVelocity, year);
    expect(stages.map(({ stage }) => stage)).toEqual(['inquiry', 'mql', 'sql', 'opportunity']);
    const { cohorts, maturityDays: days } = await call(readCohorts, { from: 'inquiry', to: 'mql' });
    expect(days).toBe(30);
    expect(cohorts[0]).toMatchObject({ label: '2026-01', size: 2, converted: 2, mature: true });
    expect(cohorts.at(-1)).toMatchObject({ label: '2026-11', size: 1, share: null, mature: false });
    expect(cohorts.at(-1)?.shares.at(0)).toBeNull();
    const back = { from: 'sql', to: 'mql' };
    await expect(call(readCohorts, back)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(call(readFunnel, { from: '2026-02-01', to: '2026-01-01' })).rejects.toMatchObject({
      code: 'INVALID',
    });
  });

  it('of nobody are empty', async () => {
    expect((await call(readFunnel, year)).steps.map(({ count }) => count)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect((await call(readVelocity, year)).stages).toEqual([]);
    expect((await call(readCohorts)).cohorts).toEqual([]);
  });
});
