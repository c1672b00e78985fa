import type { Workspace } from '@openmops/domain/workspace';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { runCommand } from '../../testing/run-command.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { undoImport } from '../imports/undo-import.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { createKey } from '../keys/create-key.ts';
import { changeSubscription, rotateSubscription, testSubscription } from './change-subscription.ts';
import { deliverDue } from './deliver.ts';
import { deliverJob } from './deliver-job.ts';
import type { Told } from './events.schema.ts';
import { listSent, listSubscriptions, replayDelivery } from './list-subscriptions.ts';
import { subscribe } from './subscribe.ts';
import { subscriptionCommands } from './subscriptions.commands.ts';
import { openReceiver, type Receiver } from './subscriptions.testing.ts';
import { tellSubscribers } from './tell-subscribers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 8, 1, 9);

let instance: TestInstance;
let receiver: Receiver;
let workspace: Workspace;
let owner: Actor;
let now = START;
beforeAll(async () => {
  instance = await testInstance({
    now: () => now,
    env: { OPENMOPS_ALLOWED_NETWORKS: '127.0.0.0/8' },
  });
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
  await instance.close();
});
beforeEach(async () => {
  await instance.records.system.transaction((trx) => trx.deleteFrom('subscriptions').execute());
  workspace = await instance.addWorkspace();
  owner = await instance.addUser(workspace, 'owner');
  receiver.received.length = 0;
});

const scope = () => instance.scope(owner, workspace);
const told = (events: Told[], path = '/hook') =>
  subscribe.call(scope(), { address: `http://127.0.0.1:${receiver.port}${path}`, events });
/** Nothing here is about time, and a busy machine may be slow. */
const LONG = { connectMs: 600_000, answerMs: 600_000, totalMs: 600_000 };
const deliver = () => deliverDue(instance, { limits: LONG, turnMs: 600_000 });
const data = { batch: 'b', file: 'f', source: 's', dataset: 'd', rows: 1, from: null, to: null };
const sent = (id: string) => listSent.call(scope(), { id });
const test = (id: string) => testSubscription.call(scope(), { id });
const isPaused = async (id: string) =>
  (await listSubscriptions.call(scope(), {})).find((one) => one.id === id)?.paused;

async function importRows() {
  async function* body() {
    yield Buffer.from('Day,Account name,Campaign,Cost\n2026-08-01,Acme,A,10.00\n');
  }
  const { upload } = await uploadFile.call(scope(), { name: 'a.csv', body: body() });
  const options = { source: 'ads', currency: 'EUR' };
  return importFile.call(scope(), { upload, options });
}

describe('an address that is told', () => {
  it('gets what it asked for, signed so that the public library knows it', async () => {
    const made = await told(['import.done', 'import.undone']);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await told(['alert.opened'], '/other');
    const { batch } = await importRows();
    await deliver();
    await undoImport.call(scope(), { batch: batch ?? '' });
    await deliver();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook']);
    // The library has the clock of the machine, so only its signature is compared.
    const { headers, body } = receiver.received[0] ?? { headers: {} as never, body: '' };
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const id = headers['webhook-id'] ?? '';
    expect(headers['webhook-signature']).toBe(new Webhook(made.secret).sign(id, at, body));
    expect(JSON.parse(body)).toEqual({
      id,
      type: 'import.done',
      timestamp: new Date(now).toISOString(),
      workspace: workspace.slug,
      data: {
        batch,
        file: 'a.csv',
        source: 'ads',
        dataset: expect.any(String),
        rows: 1,
        from: '2026-08-01',
        to: '2026-08-01',
      },
    });
    expect(await sent(made.id)).toMatchObject([
      { event: 'import.undone', state: 'delivered', tries: 1 },
      { event: 'import.done', state: 'delivered', status: 200, answer: 'thanks', eventId: id },
    ]);
    expect(await deliverJob.recurring(instance)).toEqual([]);
  });

  it('is told nothing of what was taken back, and all of what a dead process left', async () => {
    const { id } = await told(['import.done']);
    const happen = (fails: boolean) =>
      instance.records.scoped(workspace.id).transaction(async (trx) => {
        const place = { workspace, at: new Date(now) };
        await tellSubscribers(trx, place, [{ event: 'import.done', data }]);
        if (fails) throw new Error('it did not happen');
      });
    await expect(happen(true)).rejects.toThrow('did not happen');
    expect(await sent(id)).toEqual([]);
    await happen(false);
    // Taken up by a process that ended before it could write what became of it.
    await instance.records.system.transaction((trx) =>
      trx
        .updateTable('subscription_deliveries')
        .set({ tries: 1, next_at: new Date(now + MINUTE) })
        .where('subscription_id', '=', id)
        .execute(),
    );
    await deliver();
    expect(receiver.received).toEqual([]);
    expect(await deliverJob.recurring(instance)).toHaveLength(1);
    now += MINUTE;
    await deliver();
    expect(await deliverJob.recurring(instance)).toEqual([]);
    expect(receiver.received).toHaveLength(1);
    expect(await sent(id)).toMatchObject([{ state: 'delivered', tries: 2 }]);
  });

  it('is tried ten times over three days, then paused, and its people are told', async () => {
    const { id } = await told(['import.done']);
    await test(id);
    const begun = now;
    for (let tries = 1; tries <= 10; tries++) {
      receiver.next(500);
      await deliver();
      const [one] = await sent(id);
      expect(one).toMatchObject({ tries, status: 500, error: 'It answered 500.', answer: 'no' });
      if (one?.nextAt) now = Date.parse(one.nextAt);
    }
    const hours = (now - begun) / HOUR;
    expect(hours).toBeGreaterThanOrEqual(75.5);
    expect(hours).toBeLessThan(84);
    expect(await sent(id)).toMatchObject([{ state: 'dead', nextAt: null }]);
    expect(await isPaused(id)).toBe(true);
    const notices = await instance.records.system.db
      .selectFrom('notifications')
      .select(['kind', 'text'])
      .where('workspace_id', '=', workspace.id)
      .execute();
    expect(notices).toMatchObject([{ kind: 'subscription.dead' }]);
    // What happens meanwhile waits until somebody lets it go on.
    await importRows();
    await deliver();
    expect(receiver.received).toHaveLength(10);
    await changeSubscription.call(scope(), { id, paused: false });
    await deliver();
    expect(receiver.received).toHaveLength(11);
    const [, dead] = await sent(id);
    await replayDelivery.call(scope(), { id, delivery: dead?.delivery ?? 0 });
    await deliver();
    const [first, again] = [receiver.received[0], receiver.received[11]];
    expect(again?.body).toBe(first?.body);
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(await sent(id)).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('gets nothing a second time that is on its way', async () => {
    const { id } = await told(['import.done']);
    await test(id);
    let refused: unknown;
    const again = async () => {
      const [one] = await sent(id);
      await replayDelivery.call(scope(), { id, delivery: one?.delivery ?? 0 });
    };
    receiver.next((response) => {
      void again()
        .catch((error) => {
          refused = error;
        })
        .finally(() => response.end());
    });
    await deliver();
    expect(refused).toMatchObject({ code: 'CONFLICT', message: 'It is being sent right now.' });
    expect(await sent(id)).toMatchObject([{ state: 'delivered', tries: 1 }]);
    await again();
    await deliver();
    expect(receiver.received).toHaveLength(2);
    const none = replayDelivery.call(scope(), { id, delivery: 1e9 });
    await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that says it is gone, or asks to wait, is listened to', async () => {
    const { id } = await told(['import.done']);
    await test(id);
    receiver.next(429, { 'retry-after': '7200' });
    await deliver();
    const [one] = await sent(id);
    expect(Date.parse(one?.nextAt ?? '')).toBe(now + 2 * HOUR);
    now += 2 * HOUR;
    receiver.next(410);
    await deliver();
    expect(await sent(id)).toMatchObject([
      { state: 'dead', error: 'It answered 410: it is gone.' },
    ]);
    expect(await isPaused(id)).toBe(true);
  });

  it('is not hammered while it is down, and holds up nobody else', async () => {
    const { id } = await told(['import.done']);
    const other = await told(['import.done'], '/other');
    for (let n = 0; n < 3; n++) await test(id);
    await test(other.id);
    receiver.next((response, request) => {
      if (request.url === '/hook') response.writeHead(302, { location: '/x' }).end();
      else response.end();
    });
    receiver.next((response, request) => {
      if (request.url === '/hook') response.writeHead(302, { location: '/x' }).end();
      else response.end();
    });
    await deliver();
    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/hook', '/other']);
    const states = (await sent(id)).map(({ state, tries }) => `${state} ${tries}`);
    expect(states).toEqual(['waiting 0', 'waiting 0', 'waiting 1']);
    expect((await sent(id))[2]?.error).toBe('It answered 302; redirects are not followed.');
    await deliver();
    expect(receiver.received).toHaveLength(2);
    now += 6_000;
    await deliver();
    const ids = receiver.received.flatMap(({ path, headers }) =>
      path === '/hook' ? [headers['webhook-id']] : [],
    );
    const [third, second, first] = (await sent(id)).map(({ eventId }) => eventId);
    expect(ids).toEqual([first, first, second, third]);
  });

  it('has its turn; what it has not taken by then goes in the next', async () => {
    const { id } = await told(['import.done']);
    for (let n = 0; n < 2; n++) await test(id);
    for (const count of [1, 2]) {
      await deliverDue(instance, { limits: LONG, turnMs: 0 });
      expect(receiver.received).toHaveLength(count);
    }
  });

  it('is promised nothing while it is paused', async () => {
    const { id } = await told(['import.done']);
    await test(id);
    await deliver();
    await changeSubscription.call(scope(), { id, paused: true });
    const paused = { code: 'CONFLICT', message: 'The subscription is paused.' };
    await expect(test(id)).rejects.toMatchObject(paused);
    const [one] = await sent(id);
    const again = replayDelivery.call(scope(), { id, delivery: one?.delivery ?? 0 });
    await expect(again).rejects.toMatchObject(paused);
    expect(await sent(id)).toMatchObject([{ state: 'delivered' }]);
  });

  it('can be told of thousands at once', async () => {
    const { id } = await told(['import.done']);
    const happened = Array.from({ length: 6_000 }, () => ({ event: 'import.done' as const, data }));
    await instance.records
      .scoped(workspace.id)
      .transaction((trx) => tellSubscribers(trx, { workspace, at: new Date(now) }, happened));
    const [listed] = (await listSubscriptions.call(scope(), {})).filter((one) => one.id === id);
    expect(listed?.waiting).toBe(6_000);
  });

  it('may know any former secret until its time, however often it was changed', async () => {
    const { id, secret } = await told(['import.done']);
    const leaked = await rotateSubscription.call(scope(), { id, oldHours: 30 });
    const rotated = await rotateSubscription.call(scope(), { id });
    expect(leaked.oldSecretUntil).toBe(new Date(now + 30 * HOUR).toISOString());
    expect((await listSubscriptions.call(scope(), {}))[0]).toMatchObject({
      oldSecretUntil: leaked.oldSecretUntil,
      oldSecrets: 2,
    });
    for (const hours of [0, 25, 6]) {
      now += hours * HOUR;
      await test(id);
      await deliver();
    }
    const signatures = receiver.received.map(({ headers, body }) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const by = (one: string) => new Webhook(one).sign(headers['webhook-id'] ?? '', at, body);
      const given = headers['webhook-signature']?.split(' ') ?? [];
      const [first, second, third] = [secret, leaked.secret, rotated.secret].map((one) =>
        given.includes(by(one)),
      );
      return [given.length, first, second, third];
    });
    expect(signatures).toEqual([
      [3, true, true, true],
      [2, true, false, true],
      [1, false, false, true],
    ]);
    for (const none of [null, '', false, ' 0', '1e1', -1, 169])
      await expect(
        rotateSubscription.call(scope(), { id, oldHours: none as never }),
      ).rejects.toMatchObject({ code: 'INVALID' });
    const last = await rotateSubscription.call(scope(), { id, oldHours: 0 });
    await test(id);
    await deliver();
    const { headers, body } = receiver.received.at(-1) ?? { headers: {} as never, body: '' };
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    const signature = new Webhook(last.secret).sign(headers['webhook-id'] ?? '', at, body);
    expect([headers['webhook-signature'], last.oldSecretUntil]).toEqual([signature, null]);
  });

  it('is none inside, and no secret is shown twice', async () => {
    for (const address of ['https://10.0.0.1/', 'http://example.com@10.1.1.1', 'ftp://a.example'])
      await expect(
        subscribe.call(scope(), { address, events: ['import.done'] }),
      ).rejects.toMatchObject({ code: 'INVALID' });
    await told(['import.done']);
    const editor = await instance.addUser(workspace, 'editor');
    const seen = await listSubscriptions.call(instance.scope(editor, workspace), {});
    expect(JSON.stringify(seen)).not.toContain('whsec_');
    // An address may hold a secret of the other system.
    expect(seen).toMatchObject([{ address: `http://127.0.0.1:${receiver.port}/…` }]);
    const address = 'https://example.com/';
    await expect(
      subscribe.call(instance.scope(editor, workspace), { address, events: ['import.done'] }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('subscriptions by REST and command line', () => {
  it('are made, listed, tested and removed by a key', async () => {
    const { key } = await createKey.call(scope(), {
      name: 'zapier',
      scopes: ['integrations.read', 'integrations.write'],
    });
    const ask = async (method: string, path: string, body?: unknown) => {
      const answer = await instance.app.request(`/api/v1/subscriptions${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      // biome-ignore lint/suspicious/noExplicitAny: what comes is what is tested.
      return { status: answer.status, body: (await answer.json()) as any };
    };
    const { body: known } = await ask('GET', '/events');
    expect(known.events[0]).toMatchObject({ event: 'alert.opened', data: { type: 'object' } });
    const made = await ask('POST', '', { address: receiver.address, events: ['alert.opened'] });
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
    const { id } = made.body;
    expect((await ask('POST', '', { address: receiver.address, events: ['x'] })).status).toBe(400);
    expect(await ask('POST', `/${id}/rotate`, { oldHours: 0 })).toMatchObject({
      status: 400,
      body: { error: { hint: expect.stringContaining('?oldHours=0') } },
    });
    expect((await ask('POST', `/${id}/rotate?oldHours=`)).status).toBe(400);
    const rotated = await ask('POST', `/${id}/rotate?oldHours=2`);
    expect(rotated.body.oldSecretUntil).toBe(new Date(now + 2 * HOUR).toISOString());
    expect((await ask('POST', `/${id}/rotate?oldHours=0`)).body.oldSecretUntil).toBeNull();
    expect((await ask('POST', `/${id}/test`)).status).toBe(200);
    await deliver();
    const { body } = await ask('GET', `/${id}/deliveries?state=delivered`);
    expect(body.deliveries).toMatchObject([{ event: 'subscription.test', status: 200 }]);
    expect((await ask('POST', `/${id}`, { paused: true })).status).toBe(200);
    expect((await ask('GET', '')).body.subscriptions).toMatchObject([{ id, paused: true }]);
    expect((await ask('DELETE', `/${id}`)).status).toBe(200);
    expect((await ask('GET', '')).body.subscriptions).toEqual([]);
  });

  it('are made, watched and changed by the command line', async () => {
    const run = (...words: string[]) =>
      runCommand(instance, subscriptionCommands, ['subscription', ...words], workspace.slug);
    const made = await run('create', receiver.address, '--event', 'import.done', '--name', 'Flow');
    const { id } = (made.json as { subscription: { id: string } }).subscription;
    expect(made.text()).toMatch(/^id: +su_.*\nsecret: +whsec_/);
    expect((await run('list')).text()).toMatch(/Flow +import\.done +0 +0 +never/);
    await run('test', id);
    receiver.next(500);
    await deliver();
    const [one] = await sent(id);
    expect((await run('deliveries', id)).text()).toMatch(/subscription\.test +waiting +1 +500/);
    await run('replay', id, String(one?.delivery));
    await deliver();
    expect((await run('deliveries', id)).text()).toMatch(/delivered +1 +200/);
    expect((await run('rotate', id)).text()).toMatch(/^secret: +whsec_.*\n.*until 20/);
    await run('pause', id);
    expect((await run('list')).text()).toContain('paused');
    await run('resume', id);
    await run('remove', id);
    expect((await run('list')).json).toEqual({ subscriptions: [] });
  });
});
