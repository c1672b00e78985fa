import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createTask, updateTask } from '../tasks/tasks.ts';
import { mailJob, mailNotifications } from './mail-job.ts';
import { notify } from './notify.ts';
import { listNotifications, readNotifications } from './read-notifications.ts';

let instance: TestInstance;
let workspace: Workspace;
let mails: Server;
let clock = Date.parse('2026-03-01T12:00:00Z');
const received: string[] = [];
const MINUTE = 60_000;

/** A mail server that takes everything, by the plainest part of RFC 5321. */
function mailServer(): Server {
  return createServer((socket) => {
    let data: string | null = null;
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 sink');
    socket.setEncoding('utf8').on('data', (piece: string) => {
      rest += piece;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null && line !== '.') data += `${line}\n`;
        else if (data !== null) {
          received.push(data);
          data = null;
          say('250 taken');
        } else if (line === 'DATA') {
          data = '';
          say('354 go on');
        } else say(line === 'QUIT' ? '221 bye' : '250 ok');
      }
    });
  });
}

beforeAll(async () => {
  mails = mailServer();
  await new Promise<void>((done) => mails.listen(0, '127.0.0.1', done));
  const address = mails.address();
  const port = typeof address === 'object' ? address?.port : 0;
  instance = await testInstance({
    now: () => clock,
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, OPENMOPS_PUBLIC_URL: 'https://mops.example' },
  });
  workspace = await instance.addWorkspace('team');
});
afterAll(async () => {
  await instance.close();
  mails.close();
});

const tell = (to: string[], text: string, by?: string) =>
  instance.records.scoped(workspace.id).transaction(
    (trx) =>
      notify(trx, workspace.id, {
        ...{ to, kind: 'test', text, link: '/tasks', at: new Date(clock) },
        ...(by ? { by } : {}),
      }),
    { quiet: true },
  );

describe('notifications', () => {
  it('are shown to whom they are for, until they are read', async () => {
    const ada = await instance.addUser(workspace, 'editor');
    const ben = await instance.addUser(workspace, 'viewer');
    const stranger = await instance.addUser(null, 'viewer');
    await tell([ada.id, ada.id, ben.id, stranger.id], 'Two of three are members.', ben.id);
    const seen = (who: typeof ada) => listNotifications.call(instance.scope(who, null), {});
    expect(await seen(ada)).toMatchObject({
      unread: 1,
      notifications: [{ text: 'Two of three are members.', workspace: 'team', read: false }],
    });
    expect(await seen(ben)).toEqual({ unread: 0, notifications: [] });
    expect(await seen(stranger)).toEqual({ unread: 0, notifications: [] });
    const [one] = (await seen(ada)).notifications;
    const ids = [one?.id ?? ''];
    await readNotifications.call(instance.scope(ben, null), { ids });
    expect((await seen(ada)).unread).toBe(1);
    expect(await readNotifications.call(instance.scope(ada, null), { ids })).toEqual({ read: 1 });
    expect(await seen(ada)).toMatchObject({ unread: 0, notifications: [{ read: true }] });
    await tell([ada.id], 'Again.');
    await readNotifications.call(instance.scope(ada, null), { ids: null });
    expect((await seen(ada)).unread).toBe(0);
  });

  it('come of a task that is given to somebody', async () => {
    const ada = await instance.addUser(workspace, 'editor');
    const ben = await instance.addUser(workspace, 'editor');
    const by = instance.scope(ada, workspace);
    const task = await createTask.call(by, { title: 'Look at e-mail', owner: ben.id });
    await createTask.call(by, { title: 'My own', owner: ada.id });
    const of = async (who: typeof ada) =>
      (await listNotifications.call(instance.scope(who, null), {})).notifications;
    expect(await of(ben)).toMatchObject([{ kind: 'task.assigned', link: '/tasks' }]);
    expect((await of(ben))[0]?.text).toContain('Look at e-mail');
    expect(await of(ada)).toEqual([]);
    await updateTask.call(instance.scope(ben, workspace), { id: task.id, owner: ada.id });
    expect(await of(ada)).toHaveLength(1);
  });
});

describe('e-mail', () => {
  it('goes out once, all of a person together, and not for what was read', async () => {
    clock += 10 * MINUTE;
    await mailNotifications(instance);
    received.length = 0;
    const cleo = await instance.addUser(workspace, 'viewer');
    await tell([cleo.id], 'One waits.');
    await tell([cleo.id], 'Two waits: été.');
    expect(await mailJob.recurring(instance)).toHaveLength(1);
    await mailNotifications(instance);
    expect(received).toEqual([]);
    clock += 3 * MINUTE;
    await mailNotifications(instance);
    await mailNotifications(instance);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain(`To: ${cleo.email}`);
    expect(received[0]).toContain('Subject: 2 things wait for you in team');
    expect(received[0]).toContain('https://mops.example/w/team/tasks');
    expect(await mailJob.recurring(instance)).toEqual([]);
    await tell([cleo.id], 'Read before it went out.');
    await readNotifications.call(instance.scope(cleo, null), { ids: null });
    clock += 3 * MINUTE;
    await mailNotifications(instance);
    expect(received).toHaveLength(1);
  });

  it('waits for the next time when the server does not take it', async () => {
    const dan = await instance.addUser(workspace, 'viewer');
    await tell([dan.id], 'Late.');
    clock += 3 * MINUTE;
    const gone = { ...instance, env: { ...instance.env, smtpUrl: 'smtp://127.0.0.1:1' } };
    await expect(mailNotifications(gone)).rejects.toThrow();
    received.length = 0;
    await mailNotifications(instance);
    expect(received).toHaveLength(1);
  });

  it('stands in a file where there is no mail server', async () => {
    const eve = await instance.addUser(workspace, 'viewer');
    await tell([eve.id], 'In the file.');
    clock += 3 * MINUTE;
    const folder = { root: instance.env.dataDir } as unknown as NonNullable<TestInstance['folder']>;
    await mailNotifications({ ...instance, folder, env: { ...instance.env, smtpUrl: null } });
    const text = await readFile(join(instance.env.dataDir, 'mail.log'), 'utf8');
    expect(text).toContain(`To: ${eve.email}`);
    expect(text).toContain('Subject: In the file.');
  });
});
