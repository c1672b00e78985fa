import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldBy } from '../../testing/held-by.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { activityFeed } from './activity-feed.ts';
import { listInsights } from './insights.ts';
import { createTask, listOwners, listTasks, rescheduleTask, updateTask } from './tasks.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  workspace = await instance.addWorkspace();
});
afterAll(() => instance.close());

const INSIGHT = {
  finding: 'Pipeline created fell by 14 %',
  evidence: { before: 100, after: 86, parts: [{ segment: 'Email', value: -14 }] },
  kpi: 'pipe.created',
  definition: 'sha256abc',
  size: -14_000.5,
  currency: 'USD',
  action: 'Look at e-mail',
};

describe('tasks', () => {
  it('come of an insight that keeps the numbers as they were', async () => {
    const editor = await instance.addUser(workspace, 'editor');
    const analyst = await instance.addUser(workspace, 'viewer');
    const by = instance.scope(editor, workspace);
    const task = await createTask.call(by, {
      title: 'Why did e-mail bring less?',
      owner: analyst.id,
      due: '2026-02-27',
      link: '/kpis/pipe.created/why?by=channel',
      insight: INSIGHT,
    });
    expect(task).toMatchObject({ status: 'open', late: true, finding: INSIGHT.finding });
    expect(task.ownerName).toBe(analyst.name);
    const [insight] = await listInsights.call(by, {});
    expect(insight).toMatchObject({ ...INSIGHT, status: 'in_progress', tasks: [task.id] });

    const mine = await listTasks.call(instance.scope(analyst, workspace), { mine: true });
    expect(mine.map(({ id }) => id)).toEqual([task.id]);
    expect(await listTasks.call(by, { mine: true })).toEqual([]);

    await updateTask.call(by, { id: task.id, status: 'done' });
    expect((await listInsights.call(by, {}))[0]?.status).toBe('done');
    expect((await listTasks.call(by, {}))[0]).toMatchObject({ status: 'done', late: false });

    const feed = await activityFeed.call(instance.scope(analyst, workspace), {});
    expect(feed.map(({ who, what, about }) => `${who} ${what}: ${about}`)).toEqual([
      `${editor.name} changed a task: Why did e-mail bring less?`,
      `${editor.name} made a task: Why did e-mail bring less?`,
    ]);
  });

  it('wait for each other, move together, and never in a circle', async () => {
    const by = instance.scope({ kind: 'local' }, workspace);
    const write = await createTask.call(by, { title: 'Write', due: '2026-03-05' });
    const send = await createTask.call(by, {
      title: 'Send',
      starts: '2026-03-06',
      due: '2026-03-08',
      after: [write.id],
    });
    expect(send).toMatchObject({ blocked: true, after: [write.id] });
    const { moved } = await rescheduleTask.call(by, { id: write.id, due: '2026-03-10' });
    expect(moved.map(({ title, due }) => `${title} ${due}`)).toEqual([
      'Write 2026-03-10',
      'Send 2026-03-13',
    ]);
    const circle = updateTask.call(by, { id: write.id, after: [send.id] });
    await expect(circle).rejects.toThrow('Send → Write');
    const stale = updateTask.call(by, { id: send.id, version: send.version, title: 'Mine' });
    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT', detail: { version: 2 } });
    const done = { id: write.id, status: 'done' as const };
    expect(await heldBy(by, (scope) => updateTask.call(scope, done))).toEqual(['tasks']);
    const after = await listTasks.call(by, {});
    expect(after.find(({ id }) => id === send.id)?.blocked).toBe(false);
    await expect(updateTask.call(by, { id: send.id, starts: '2026-04-01' })).rejects.toThrow(
      'before it begins',
    );
  });

  it('refuses what is nobody’s and nothing', async () => {
    const by = instance.scope({ kind: 'local' }, workspace);
    const title = 'A task';
    await expect(createTask.call(by, { title, owner: 'us_nobody' })).rejects.toThrow('no member');
    await expect(createTask.call(by, { title, due: '2026-02-30' })).rejects.toThrow('calendar');
    await expect(createTask.call(by, { title, insight: 'in_none' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(createTask.call(by, { title, link: 'https://x.example' })).rejects.toThrow(
      'slash',
    );
    await expect(createTask.call(by, { title, link: '//x.example' })).rejects.toThrow('slash');
    await expect(updateTask.call(by, { id: 'ta_none' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    await expect(createTask.call(viewer, { title })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const other = instance.scope({ kind: 'local' }, await instance.addWorkspace());
    expect(await listTasks.call(other, {})).toEqual([]);
    expect((await listOwners.call(by, {})).length).toBeGreaterThan(1);
  });
});
