import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../actor.ts';
import { standingRows } from '../../testing/standing-rows.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { changeWebhook } from './change-webhook.ts';
import { createWebhook } from './create-webhook.ts';
import { drainInbox, stopDraining } from './drain-inbox.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { retryRejected } from './retry-rejected.ts';
import { revokeWebhook } from './revoke-webhook.ts';
import { rotateWebhook } from './rotate-webhook.ts';
import { hubspotSigned, send, signed } from './webhooks.testing.ts';

let instance: TestInstance;
let workspace: Workspace;
let admin: Actor;
let now = Date.parse('2026-03-01T12:00:00Z');
beforeAll(async () => {
  instance = await testInstance({
    now: () => now,
    env: { OPENMOPS_PUBLIC_URL: 'https://mops.example.com' },
  });
  workspace = await instance.addWorkspace();
  admin = await instance.addUser(workspace, 'admin');
});
afterAll(async () => {
  await stopDraining(instance);
  await instance.close();
});

const HOUR = 3_600_000;
const scope = () => instance.scope(admin, workspace);
const create = (input: Parameters<typeof createWebhook.call>[1]) =>
  createWebhook.call(scope(), input);
const shown = async (id: string) =>
  (await listWebhooks.call(scope(), {})).find((one) => one.id === id);
const code = async (response: Response | Promise<Response>) => {
  const answer = await response;
  const { error } = (await answer.json()) as { error?: { detail: { code?: string } | null } };
  return [answer.status, error?.detail?.code ?? null];
};
const body = '{"type":"contact.created","data":{"id":1}}';

describe('a webhook', () => {
  it('is shown with its secret once; the store has it sealed', async () => {
    const made = await create({ name: 'CRM', provider: 'standard' });
    expect(made.address).toBe(`https://mops.example.com/api/v1/webhooks/${made.id}`);
    expect(made.id).toMatch(/^wh_[\w-]{43}$/);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rows = await instance.records.system.db
      .selectFrom('webhook_endpoints')
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain(made.secret?.slice(6));
    const listed = await shown(made.id);
    expect(JSON.stringify(listed)).not.toContain(made.secret?.slice(6));
    expect(listed).toMatchObject({ source: 'webhook', key: ['_message'], hasSecret: true });
  });

  it('takes what is signed, once, however often it comes', async () => {
    const { id, address, secret } = await create({ name: 'a', provider: 'standard' });
    const headers = signed(secret ?? '', 'msg_1', { body, at: now });
    for (let times = 0; times < 3; times++) {
      const response = await send(instance, address, { body, headers });
      expect([response.status, await response.json()]).toEqual([200, { received: true }]);
    }
    expect(await shown(id)).toMatchObject({ received: 1, refused: 0 });
    const [delivery, ...more] = await listDeliveries.call(scope(), { id });
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ message: 'msg_1', bytes: body.length });
    expect(JSON.stringify(delivery)).not.toContain('contact.created');
  });

  it('refuses what is forged, too old, or not signed, and keeps a number only', async () => {
    const { id, address, secret } = await create({ name: 'b', provider: 'standard' });
    const good = signed(secret ?? '', 'msg_1', { body, at: now });
    const old = signed(secret ?? '', 'msg_2', { body, at: now - 5 * 60_000 - 1000 });
    const other = signed(`whsec_${Buffer.alloc(32).toString('base64')}`, 'm', { body, at: now });
    expect(await code(send(instance, address, { body: `${body} `, headers: good }))).toEqual([
      401,
      'forged',
    ]);
    expect(await code(send(instance, address, { body, headers: other }))).toEqual([401, 'forged']);
    expect(await code(send(instance, address, { body, headers: old }))).toEqual([401, 'too_old']);
    expect(await code(send(instance, address, { body }))).toEqual([401, 'unsigned']);
    expect(await shown(id)).toMatchObject({ received: 0, refused: 4, lastRefusal: 'unsigned' });
    expect(await listDeliveries.call(scope(), { id })).toEqual([]);
  });

  it('has another secret after a rotation, and takes the old one for a day', async () => {
    const { id, address, secret } = await create({ name: 'c', provider: 'standard' });
    const next = await rotateWebhook.call(scope(), { id });
    expect(next.oldSecretUntil).toBe(new Date(now + 24 * HOUR).toISOString());
    const status = async (one: string | null) => {
      const headers = signed(one ?? '', `m_${now}_${one?.slice(6, 10)}`, { body, at: now });
      return (await send(instance, address, { body, headers })).status;
    };
    expect([await status(secret), await status(next.secret)]).toEqual([200, 200]);
    now += 24 * HOUR;
    expect([await status(secret), await status(next.secret)]).toEqual([401, 200]);
    expect(await shown(id)).toMatchObject({ oldSecretUntil: null, oldSecrets: 0, received: 3 });
  });

  it('takes each former secret until its own time, and none once one has leaked', async () => {
    const made = await create({ name: 'often', provider: 'standard' });
    const { id, address } = made;
    const secrets = [made.secret];
    const until: (string | null)[] = [];
    const rotate = async (oldHours?: number) => {
      const hours = oldHours === undefined ? {} : { oldHours };
      const next = await rotateWebhook.call(scope(), { id, ...hours });
      secrets.push(next.secret);
      until.push(next.oldSecretUntil);
    };
    let message = 0;
    const taken = async () => {
      const statuses = secrets.map(async (secret) => {
        const headers = signed(secret ?? '', `often_${message++}`, { body, at: now });
        return (await send(instance, address, { body, headers })).status;
      });
      return (await Promise.all(statuses)).map((status) => status === 200);
    };
    await rotate(48);
    now += HOUR;
    await rotate();
    // The first one was promised 48 hours: the second rotation takes nothing of them away.
    expect(until).toEqual([47, 24].map((hours) => new Date(now + hours * HOUR).toISOString()));
    expect(await shown(id)).toMatchObject({ oldSecretUntil: until[0], oldSecrets: 2 });
    expect(await taken()).toEqual([true, true, true]);
    now += 24 * HOUR;
    expect(await taken()).toEqual([true, false, true]);
    now += 23 * HOUR;
    expect(await taken()).toEqual([false, false, true]);
    for (let times = 0; times < 4; times++) await rotate();
    await expect(rotate()).rejects.toMatchObject({
      code: 'CONFLICT',
      hint: expect.stringContaining(new Date(now + 24 * HOUR).toISOString()),
    });
    await rotate(0);
    expect(until.at(-1)).toBeNull();
    expect(await taken()).toEqual([...Array<boolean>(7).fill(false), true]);
    const stored = await instance.records.system.db
      .selectFrom('webhook_endpoints')
      .select('former_secrets')
      .where('id', '=', id)
      .executeTakeFirst();
    expect(stored?.former_secrets).toEqual([]);
    await expect(rotate(169)).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('is gone at once when it is revoked', async () => {
    const { id, address, secret } = await create({ name: 'd', provider: 'standard' });
    const headers = signed(secret ?? '', 'm', { body, at: now });
    expect((await send(instance, address, { body, headers })).status).toBe(200);
    await revokeWebhook.call(scope(), { id });
    expect((await send(instance, address, { body, headers })).status).toBe(404);
    await expect(revokeWebhook.call(scope(), { id })).rejects.toThrow('no such webhook');
    await expect(rotateWebhook.call(scope(), { id })).rejects.toThrow('no such webhook');
    expect(await shown(id)).toMatchObject({ revoked: true, hasSecret: false, received: 1 });
    const unknown = address.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await send(instance, unknown, { body, headers })).status).toBe(404);
    expect((await send(instance, `${address}'--`, { body, headers })).status).toBe(404);
  });

  it('takes two megabytes and no more, and nothing compressed', async () => {
    const { address, secret } = await create({ name: 'e', provider: 'address' });
    expect(address.endsWith(`/${secret}`)).toBe(true);
    const big = `{"a":"${'x'.repeat(2 * 1024 ** 2 - 8)}"}`;
    expect((await send(instance, address, { body: big })).status).toBe(200);
    expect((await send(instance, address, { body: `${big} ` })).status).toBe(413);
    const headers = { 'content-encoding': 'gzip' };
    expect((await send(instance, address, { body, headers })).status).toBe(415);
  });

  it('is told its secret later where the sender makes it: HubSpot, behind a proxy', async () => {
    const { id, address, secret } = await create({ name: 'f', provider: 'hubspot' });
    expect(secret).toBeNull();
    const theirs = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
    const events =
      '[{"eventId":1,"subscriptionType":"contact.creation","objectId":7,"occurredAt":1}]';
    const headers = hubspotSigned(theirs, { url: address, body: events, at: now });
    expect(await code(send(instance, address, { body: events, headers }))).toEqual([
      401,
      'no_secret',
    ]);
    await expect(rotateWebhook.call(scope(), { id })).rejects.toThrow('is missing');
    const told = await rotateWebhook.call(scope(), { id, secret: theirs });
    expect(told).toMatchObject({ secret: null, oldSecretUntil: null });
    expect((await send(instance, address, { body: events, headers })).status).toBe(200);
  });

  it('answers Salesforce in SOAP, and takes one organisation with the secret in the address', async () => {
    const options = { organization: '00D5e000000KQ2eEAG' };
    const { id, address, secret } = await create({ name: 'g', provider: 'salesforce', options });
    const soap = (organization: string) =>
      `<E><Body><notifications><OrganizationId>${organization}</OrganizationId><Notification><Id>04l1</Id><sObject type="sf:Lead"><sf:Id>00Q1</sf:Id></sObject></Notification></notifications></Body></E>`;
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };
    const answer = await send(instance, address, { body: soap(options.organization), headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/xml; charset=utf-8',
    ]);
    expect(await answer.text()).toContain('<Ack>true</Ack>');
    const plain = address.slice(0, address.lastIndexOf('/'));
    const basic = { ...headers, authorization: `Basic ${btoa(`salesforce:${secret}`)}` };
    expect(
      (await send(instance, plain, { body: soap(options.organization), headers: basic })).status,
    ).toBe(200);
    expect(
      await code(send(instance, plain, { body: soap(options.organization), headers })),
    ).toEqual([401, 'unsigned']);
    expect(
      await code(send(instance, address, { body: soap('00D5e000000KQ2fEAG'), headers })),
    ).toEqual([401, 'foreign']);
    expect(await shown(id)).toMatchObject({ received: 1, refused: 2 });
  });

  it('keeps what nobody can read, with the reason, and moves the rest', async () => {
    const made = await create({ name: 'i', provider: 'standard', source: 'crm', key: ['data.id'] });
    const post = async (id: string, text: string | Uint8Array<ArrayBuffer>) => {
      const body = Buffer.from(text).toString();
      const headers = signed(made.secret ?? '', id, { body, at: now });
      return (await send(instance, made.address, { body: text, headers })).status;
    };
    expect(await post('good', '{"type":"deal.won","data":{"id":9223372036854775807}}')).toBe(200);
    expect(await post('rotten', '{"type":')).toBe(200);
    expect(await post('keyless', '{"type":"deal.won","data":{}}')).toBe(200);
    expect(await post('nothing', '[]')).toBe(200);
    await drainInbox(instance, workspace.id);
    const outcomes = await listDeliveries.call(scope(), { id: made.id });
    const seen = outcomes.map(({ message, state, rows, reason }) => [message, state, rows, reason]);
    expect(seen).toEqual([
      ['nothing', 'done', 0, null],
      ['keyless', 'rejected', null, expect.stringContaining('no value in data.id')],
      ['rotten', 'rejected', null, expect.stringContaining('is no JSON')],
      ['good', 'done', 1, null],
    ]);
    const rejected = await listDeliveries.call(scope(), { id: made.id, state: 'rejected' });
    expect(rejected.map(({ message }) => message)).toEqual(['keyless', 'rotten']);
    const bodies = await instance.records.system.db
      .selectFrom('webhook_inbox')
      .select(['message_id', 'body'])
      .where('endpoint_id', '=', made.id)
      .orderBy('seq')
      .execute();
    expect(bodies.map(({ body: kept }) => kept && Buffer.from(kept).toString())).toEqual([
      null,
      '{"type":',
      '{"type":"deal.won","data":{}}',
      null,
    ]);
    expect(await standingRows(instance, workspace, { source: 'crm', stream: 'deal.won' })).toEqual([
      `{"type":"deal.won","data":{"id":9223372036854775807},"_message":"good","_occurredAt":${now}}`,
    ]);
    expect(await shown(made.id)).toMatchObject({ received: 4, waiting: 0, rejected: 2 });

    // Mended, what can be read now is taken, once; what cannot stays, with its reason.
    await changeWebhook.call(scope(), { id: made.id, key: ['_message'] });
    expect(await retryRejected.call(scope(), { id: made.id })).toEqual({ id: made.id, taken: 2 });
    await drainInbox(instance, workspace.id);
    expect(await shown(made.id)).toMatchObject({ received: 4, waiting: 0, rejected: 1 });
    expect(
      await standingRows(instance, workspace, { source: 'crm', stream: 'deal.won' }),
    ).toHaveLength(2);
    const again = { id: made.id, message: 'keyless' };
    await expect(retryRejected.call(scope(), again)).rejects.toThrow('no such message');
    expect(await post('keyless', '{"type":"deal.won","data":{}}')).toBe(200);
    await drainInbox(instance, workspace.id);
    expect(
      await standingRows(instance, workspace, { source: 'crm', stream: 'deal.won' }),
    ).toHaveLength(2);
  });

  it('forgets after 30 days which messages it had, not those that nobody could read', async () => {
    const { id, address, secret } = await create({ name: 'j', provider: 'standard' });
    for (const [message, text] of [
      ['one', body],
      ['two', 'rotten'],
    ] as const) {
      const headers = signed(secret ?? '', message, { body: text, at: now });
      expect((await send(instance, address, { body: text, headers })).status).toBe(200);
    }
    await drainInbox(instance, workspace.id);
    now += 31 * 24 * HOUR;
    await drainInbox(instance, workspace.id);
    const left = await listDeliveries.call(scope(), { id });
    expect(left.map(({ message, state }) => [message, state])).toEqual([['two', 'rejected']]);
  });

  it('of a bad form is refused', async () => {
    const refused = (input: object, words: RegExp) =>
      expect(create({ name: 'x', provider: 'standard', ...input } as never)).rejects.toThrow(words);
    await refused({ provider: 'salesforce' }, /organisation/);
    await refused({ options: { organization: '00D5e000000KQ2e' } }, /means nothing for standard/);
    await refused(
      { provider: 'generic', options: { signed: 'timestamp.body' } },
      /header with the time/,
    );
    await refused({ secret: 'whsec_c2hvcnQgb25lIQ==' }, /none of Standard Webhooks/);
    await refused({ source: 'Not a name' }, /source/);
    await refused({ name: 'a', key: ['a..b'] }, /key/);
  });

  it('is made by an admin, and seen by everybody', async () => {
    const editor = instance.scope(await instance.addUser(workspace, 'editor'), workspace);
    const viewer = instance.scope(await instance.addUser(workspace, 'viewer'), workspace);
    expect((await listWebhooks.call(viewer, {})).length).toBeGreaterThan(0);
    const made = { name: 'x', provider: 'standard' } as const;
    await expect(createWebhook.call(editor, made)).rejects.toThrow('not allowed');
  });

  it('does not listen for a while to whoever sends many that are refused', async () => {
    const { address } = await create({ name: 'h', provider: 'standard' });
    let status = 0;
    for (let times = 0; times < 700 && status !== 429; times++) {
      status = (await send(instance, address, { body: '{}' })).status;
    }
    expect(status).toBe(429);
    now += 61_000;
    expect((await send(instance, address, { body: '{}' })).status).toBe(401);
  });
});
