import { seededRandom } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { standingRows } from '../../testing/standing-rows.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { createWebhook } from './create-webhook.ts';
import { drainInbox, stopDraining } from './drain-inbox.ts';
import { listWebhooks } from './list-webhooks.ts';
import { send, signed } from './webhooks.testing.ts';

/** `WEBHOOK_EVENTS=20000`: the long run. */
const EVENTS = Number(process.env.WEBHOOK_EVENTS ?? 400);
const AT_ONCE = 40;
const FORGED_SHARE = 0.01;

let now = Date.parse('2026-03-01T00:00:00Z');
let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ now: () => now });
  workspace = await instance.addWorkspace();
});
afterAll(async () => {
  await stopDraining(instance);
  await instance.close();
});

type Event = { id: string; contact: number; at: number; body: string };

/** Changes of a few hundred contacts, each with its own time. */
function events(random: () => number): Event[] {
  return Array.from({ length: EVENTS }, (_, n) => {
    const contact = Math.floor(random() * (EVENTS / 8));
    const at = Date.parse('2026-01-01T00:00:00Z') + n * 1000;
    const time = new Date(at).toISOString();
    const body = `{"type":"contact.changed","timestamp":"${time}","data":{"id":${contact},"score":${n}.10}}`;
    return { id: `msg_${n}`, contact, at, body };
  });
}

it(`${EVENTS} events shuffled, doubled and forged leave what they leave in order`, {
  timeout: 1_800_000,
}, async () => {
  const random = seededRandom(9);
  const scope = instance.scope(await instance.addUser(workspace, 'admin'), workspace);
  const made = { name: 'x', provider: 'standard', stream: 'contacts', key: ['data.id'] } as const;
  const { address, secret } = await createWebhook.call(scope, { ...made, key: [...made.key] });
  const all = events(random);
  const posts = all.flatMap((event) =>
    Array.from({ length: 1 + Math.floor(random() * 10) }, () => ({ event, forged: false })),
  );
  const forged = Math.ceil(posts.length * FORGED_SHARE);
  for (let n = 0; n < forged; n++) {
    const event = all[Math.floor(random() * all.length)] as Event;
    // A later time and another value: were it taken, it would win.
    const body = event.body.replace('2026-', '2027-').replace('.10', '.99');
    posts.push({ event: { ...event, id: n % 2 ? event.id : `forged_${n}`, body }, forged: true });
  }
  for (let n = posts.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [posts[n], posts[other]] = [posts[other] as never, posts[n] as never];
  }
  const answered: Record<string, number> = {};
  const took: number[] = [];
  const wrong = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  for (let from = 0; from < posts.length; from += AT_ONCE) {
    now += 5_000;
    await Promise.all(
      posts.slice(from, from + AT_ONCE).map(async ({ event, forged: isForged }) => {
        const { id, body } = event;
        const headers = signed(isForged ? wrong : (secret ?? ''), id, { body, at: now });
        const begun = performance.now();
        const { status } = await send(instance, address, { body, headers });
        took.push(performance.now() - begun);
        const kind = `${isForged ? 'forged' : 'signed'} ${status}`;
        answered[kind] = (answered[kind] ?? 0) + 1;
      }),
    );
  }
  expect(answered).toEqual({ 'signed 200': posts.length - forged, 'forged 401': forged });
  await stopDraining(instance);
  await drainInbox(instance, workspace.id);

  const newest = new Map<number, Event>();
  for (const event of [...all].sort((a, b) => a.at - b.at)) newest.set(event.contact, event);
  const expected = [...newest.values()].map(
    ({ id, at, body }) => `${body.slice(0, -1)},"_message":"${id}","_occurredAt":${at}}`,
  );
  const found = await standingRows(instance, workspace, { source: 'webhook', stream: 'contacts' });
  expect(found.sort()).toEqual(expected.sort());
  const [shown] = await listWebhooks.call(scope, {});
  expect(shown).toMatchObject({ received: EVENTS, waiting: 0, rejected: 0, refused: forged });
  if (process.env.WEBHOOK_EVENTS) {
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.floor(took.length * share)]?.toFixed(1);
    console.info(
      `${posts.length} posts, ${AT_ONCE} at once: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    );
  }
});
