import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postEvent } from './post-event.ts';
import { openReceiver, type Receiver } from './subscriptions.testing.ts';

const HERE = ['127.0.0.0/8'];
const LONG = 600_000;
const LIMITS = { connectMs: LONG, answerMs: LONG, totalMs: LONG };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
});

const to = (address = receiver.address) => ({ address, body: '{"ä":1}', headers: { 'x-a': 'b' } });

describe('a post to somebody else', () => {
  it('brings its bytes, and what is answered', async () => {
    const posted = await postEvent(to(), { allowed: HERE, limits: LIMITS });
    expect(posted).toEqual({ status: 200, answer: 'thanks', retryAfter: null });
    expect(receiver.received).toMatchObject([
      { body: '{"ä":1}', path: '/hook', headers: { 'x-a': 'b', 'content-length': '8' } },
    ]);
  });

  it('goes to no name that leads inside, and asks for a name once', async () => {
    const before = receiver.connections();
    const inside = async () => [{ address: '127.0.0.1', family: 4 }];
    await expect(
      postEvent(to('https://example.com/'), { allowed: [], resolve: inside, limits: LIMITS }),
    ).rejects.toThrow('leads to 127.0.0.1');
    const both = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(
      postEvent(to('https://example.com/'), { allowed: [], resolve: both, limits: LIMITS }),
    ).rejects.toThrow('leads to 127.0.0.1');
    expect(receiver.connections()).toBe(before);
    // A name that would lead elsewhere when it is asked for again is not asked for again.
    let asked = 0;
    const flipping = async () => {
      asked++;
      return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    };
    const name = `http://crm.example.com:${receiver.port}/`;
    expect(
      await postEvent(to(name), { allowed: HERE, resolve: flipping, limits: LIMITS }),
    ).toMatchObject({
      status: 200,
    });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`crm.example.com:${receiver.port}`);
  });

  it('follows no redirect', async () => {
    receiver.next(302, { location: 'http://169.254.169.254/latest/meta-data' });
    expect(await postEvent(to(), { allowed: HERE, limits: LIMITS })).toMatchObject({ status: 302 });
    expect(receiver.received).toHaveLength(1);
  });

  it('reads no endless answer, and keeps its beginning', async () => {
    receiver.next((response) => {
      const more = () => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      more();
    });
    const { answer } = await postEvent(to(), { allowed: HERE, limits: LIMITS });
    expect(answer).toBe('x'.repeat(512));
  });

  it('waits for nobody for ever', async () => {
    receiver.next(() => {});
    await expect(
      postEvent(to(), { allowed: HERE, limits: { ...LIMITS, answerMs: 30 } }),
    ).rejects.toThrow('no answer within 0.03 s');
    receiver.next((response) => response.write('a'));
    await expect(
      postEvent(to(), { allowed: HERE, limits: { ...LIMITS, totalMs: 30 } }),
    ).rejects.toThrow('no whole answer within 0.03 s');
    const never = () => new Promise<never>(() => {});
    await expect(
      postEvent(to('https://example.com/'), {
        allowed: [],
        resolve: never,
        limits: { ...LIMITS, connectMs: 30 },
      }),
    ).rejects.toThrow('its name was not found');
  });

  it('says in words that nobody answers', async () => {
    const gone = await openReceiver();
    await gone.close();
    await expect(postEvent(to(gone.address), { allowed: HERE, limits: LIMITS })).rejects.toThrow(
      'no connection: ECONNREFUSED',
    );
    const unknown = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    await expect(
      postEvent(to('https://example.com/'), { allowed: [], resolve: unknown, limits: LIMITS }),
    ).rejects.toThrow('its name leads nowhere: ENOTFOUND');
  });
});
