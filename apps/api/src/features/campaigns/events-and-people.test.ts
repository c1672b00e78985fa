import { Readable } from 'node:stream';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldBy } from '../../testing/held-by.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import type { Scope } from '../../verb.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { createKey } from '../keys/create-key.ts';
import { createTask } from '../tasks/tasks.ts';
import { campaignRow } from './campaigns.testing.ts';
import { importAttendees } from './import-attendees.ts';
import { readRaci, setRaci } from './raci.ts';
import { readOwnership } from './read-ownership.ts';
import { undoAttendees } from './undo-attendees.ts';

let instance: TestInstance;
let workspace: Workspace;
let editor: Scope;
let now = Date.parse('2026-06-20T12:00:00Z');

beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace('fair');
  editor = instance.scope(await instance.addUser(workspace, 'editor'), workspace);
  await instance.records.system.transaction(async (trx) => {
    const day_from = Date.parse('2026-06-18') / 86_400_000;
    const rows = [
      { ...campaignRow(workspace.id, 'fair'), type: 'event', name: 'The fair', day_from },
      { ...campaignRow(workspace.id, 'ads'), type: 'paid' },
      { ...campaignRow(workspace.id, 'next'), type: 'event', day_from: day_from + 90 },
    ];
    await trx.insertInto('campaigns').values(rows).execute();
  });
});
afterAll(() => instance.close());

const LIST = [
  'First Name,Last Name,Attendee Email,Company,Attended,Registration Date,Badge',
  'Ann,North,Ann@north.example,North,Yes,2026-06-01,1',
  'Bob,South,bob@south.example,South,No,2026-06-02,2',
  'Cy,,,,Yes,2026-06-02,3',
];

async function take(
  lines: string[],
  of: { dryRun?: boolean; campaign?: string; complete?: boolean } = {},
) {
  const body = Readable.from([Buffer.from(lines.join('\n'))]);
  const { upload } = await uploadFile.call(editor, { name: 'attendees.csv', body });
  return importAttendees.call(editor, { campaign: 'ca_fair', upload, ...of });
}

async function touches(): Promise<[string, string, string][]> {
  const local = instance.scope({ kind: 'local' }, workspace);
  const scopes = ['kpis.read', 'records.read'] as const;
  const { key } = await createKey.call(local, { name: 'reader', scopes: [...scopes] });
  const answer = await instance.app.request(`/odata/v4/${workspace.slug}/Touchpoints`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { value } = (await answer.json()) as { value: Record<string, string>[] };
  return value
    .map((one): [string, string, string] => [
      one.email ?? '',
      one.kind ?? '',
      `${one.campaign} ${one.date}`,
    ])
    .sort();
}

it('makes attendees touchpoints of the event within one import', async () => {
  const told = { rows: 3, people: 2, attended: 1, noShow: 1, registered: 0, withoutEmail: 1 };
  expect(await take(LIST, { dryRun: true })).toMatchObject({
    ...told,
    touchpoints: 3,
    dryRun: true,
  });
  expect(await touches()).toEqual([]);
  expect(await take(LIST)).toMatchObject({ ...told, touchpoints: 3, unused: ['Badge'] });
  const ann = [
    ['ann@north.example', 'event', 'fair 2026-06-18'],
    ['ann@north.example', 'form', 'fair 2026-06-01'],
  ];
  expect(await touches()).toEqual([...ann, ['bob@south.example', 'form', 'fair 2026-06-02']]);
});

it('people on a list again are replaced; nobody is taken off', async () => {
  now += 60_000;
  await take(LIST);
  expect(await touches()).toHaveLength(3);
  now += 60_000;
  await take([LIST[0] ?? '', 'Ann,North,ann@north.example,North,No,2026-06-01,1']);
  expect((await touches()).map(([email, kind]) => [email, kind])).toEqual([
    ['ann@north.example', 'form'],
    ['bob@south.example', 'form'],
  ]);
});

it('takes a list of nothing but addresses: they came', async () => {
  const told = { people: 2, attended: 2, touchpoints: 2 };
  expect(await take(['Email', 'dan@x.example', 'eve@y.example'], { dryRun: true })).toMatchObject(
    told,
  );
  expect(await take(['dan@x.example', 'eve@y.example'], { dryRun: true })).toMatchObject(told);
});

it('whoever has no status in a column of statuses signed up only', async () => {
  const list = ['Email,Status', 'dan@x.example,', 'eve@y.example,attended'];
  expect(await take(list, { dryRun: true })).toMatchObject({ attended: 1, registered: 1 });
});

it('nobody has come to an event that lies ahead: they signed up, today at the latest', async () => {
  const list = ['Email,Signed up', 'gus@x.example,2026-06-11', 'hal@y.example,', 'ida@z.example,'];
  const told = await take(list, { campaign: 'ca_next' });
  expect(told).toMatchObject({ attended: 0, registered: 3, touchpoints: 3 });
  const [gus, ...others] = (await touches()).filter(([, , at]) => at.startsWith('next'));
  expect(gus).toEqual(['gus@x.example', 'form', 'next 2026-06-11']);
  expect(others.map(([, kind, at]) => [kind, at])).toEqual(
    others.map(() => ['form', 'next 2026-06-20']),
  );
  expect(others).toHaveLength(2);
});

it('a complete list takes off who is missing, told before, and can be taken back', async () => {
  const seen = async () => (await touches()).filter(([, , at]) => at.startsWith('fair'));
  now += 60_000;
  await take(LIST);
  now += 60_000;
  await take(['Email,Status', 'walk-in@x.example,yes']);
  const before = await seen();
  now += 60_000;
  const list = [LIST[0] ?? '', LIST[2] ?? ''];
  const told = await take(list, { dryRun: true, complete: true });
  expect([told.missing, told.list]).toEqual([2, null]);
  expect(told.missingPeople).toEqual(
    expect.arrayContaining([
      { name: 'Ann North', was: 'attended', becomes: 'no_show' },
      { name: 'walk-in@x.example', was: 'attended', becomes: 'cancelled' },
    ]),
  );
  expect(await seen()).toEqual(before);
  const taken = await take(list, { complete: true });
  expect(await seen()).toEqual([
    ['ann@north.example', 'form', 'fair 2026-06-01'],
    ['bob@south.example', 'form', 'fair 2026-06-02'],
  ]);
  const undo = (at: string) => undoAttendees.call(editor, { campaign: 'ca_fair', list: at });
  expect(await undo(taken.list ?? '')).toEqual({ people: 3 });
  expect(await seen()).toEqual(before);
  await expect(undo(taken.list ?? '')).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(undo('2030-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const alone = await take(['Email', 'new@z.example'], {});
  // Of two at once the second sees what the first has done.
  const both = await Promise.allSettled([undo(alone.list ?? ''), undo(alone.list ?? '')]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await seen()).toEqual(before);
});

it('refuses what is no list of an event, with the line that is wrong', async () => {
  await expect(take(LIST, { campaign: 'ca_ads' })).rejects.toThrow('Nobody attends');
  await expect(take(['Email,Status', 'x,attended'])).rejects.toMatchObject({
    detail: { status: 422, issues: [{ line: 2, field: 'Email' }] },
  });
  await expect(take(['dan@x', 'eve@y.example'])).rejects.toMatchObject({
    detail: { status: 422, issues: [{ line: 1, field: 'email' }] },
  });
  await expect(take(['Email,Status', 'x@y.example,perhaps'])).rejects.toThrow('perhaps');
  await expect(take(['Name,Company', 'Ann,North'])).rejects.toThrow('no column');
  const finance = instance.scope(await instance.addUser(workspace, 'finance'), workspace);
  const asked = { campaign: 'ca_fair', upload: 'x' };
  await expect(importAttendees.call(finance, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('has exactly one who answers for it and each task, and tells who is missing', async () => {
  const seen = await readRaci.call(editor, { id: 'ca_fair' });
  expect(seen.issues).toMatchObject([{ code: 'no_accountable', subject: 'ca_fair' }]);
  const task = await createTask.call(editor, { title: 'Book the booth', campaign: 'ca_fair' });
  const [ann, bob] = [
    await instance.addUser(workspace, 'editor'),
    await instance.addUser(workspace, 'viewer'),
  ];
  const set = (people: object, of: object = {}) =>
    setRaci.call(editor, { id: 'ca_fair', version: 0, people, ...of });
  await expect(set({ accountable: [] })).rejects.toThrow('Nobody is accountable');
  await expect(set({ accountable: [ann.id, bob.id] })).rejects.toThrow('2 people');
  await expect(set({ accountable: ['stranger'] })).rejects.toThrow('no member');
  const people = { accountable: [ann.id], informed: [bob.id] };
  const first = { id: 'ca_fair', version: 0, people };
  expect(await heldBy(editor, (by) => setRaci.call(by, first))).toEqual(['campaigns']);
  const done = await set({ accountable: [bob.id], responsible: [ann.id] }, { task: task.id });
  expect(done.issues.map(({ code }) => code)).toEqual(['no_responsible']);
  await expect(set({ accountable: [bob.id] })).rejects.toMatchObject({
    code: 'CONFLICT',
    detail: { version: 1, now: { accountable: [ann.id] } },
  });
  const key = {
    kind: 'apiKey',
    id: 'k_1',
    name: 'Sync',
    permissions: ['campaigns.write'],
  } as const;
  const byKey = {
    id: 'ca_fair',
    version: 1,
    people: { accountable: [ann.id], informed: [bob.id] },
  };
  await setRaci.call(
    instance.scope({ ...key, permissions: [...key.permissions] }, workspace),
    byKey,
  );
  await expect(set({ accountable: [ann.id] }, { version: 1 })).rejects.toThrow(
    'Somebody else changed who does “The fair” meanwhile.',
  );
  const told = await instance.records.system.db
    .selectFrom('notifications')
    .select(['user_id', 'text'])
    .where('kind', '=', 'raci.accountable')
    .orderBy('text')
    .execute();
  expect(told).toEqual([
    { user_id: bob.id, text: 'You are accountable for “Book the booth”.' },
    { user_id: ann.id, text: 'You are accountable for “The fair”.' },
  ]);
  await instance.records.system.transaction((trx) =>
    trx.deleteFrom('members').where('user_id', '=', ann.id).execute(),
  );
  const after = await readRaci.call(editor, { id: 'ca_fair' });
  expect(after.issues[0]).toMatchObject({ code: 'person_left', severity: 'error' });

  // All of it at once: what has nobody, or somebody who left, comes first, with the page that mends it.
  const { wrong, subjects } = await readOwnership.call(editor, {});
  expect(wrong).toBe(3);
  expect(
    subjects.map(({ kind, name, path, issues }) => [kind, name, path, issues[0]?.code]),
  ).toEqual([
    ['campaign', 'ads', '/campaigns/ca_ads/tasks', 'no_accountable'],
    ['campaign', 'The fair', '/campaigns/ca_fair/tasks', 'person_left'],
    ['campaign', 'next', '/campaigns/ca_next/tasks', 'no_accountable'],
    ['task', 'Book the booth', '/campaigns/ca_fair/tasks', 'person_left'],
  ]);
  const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
  expect((await readOwnership.call(viewer, {})).wrong).toBe(3);
  const other = await instance.addWorkspace();
  const elsewhere = instance.scope({ kind: 'local' }, other);
  expect(await readOwnership.call(elsewhere, {})).toEqual({ wrong: 0, subjects: [] });
});
