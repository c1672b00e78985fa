import { expect } from 'vitest';
import { type Pulling, pull, standing } from './pull.ts';

/**
 * Stops a read of one stream at every call, and goes on from what was durable: everything is there once, and a
 * stop costs one page. Then lets every run get no further than one page, until all is read.
 * `opening`: calls that every run makes before its first page. `perPage`: most calls that a page takes.
 */
export async function stopsAtEveryCall(
  options: Pulling & { opening?: number; perPage?: number },
): Promise<number> {
  const { client, server, opening = 0, perPage = 1 } = options;
  const [stream = ''] = options.streams ?? [];
  const rowsOf = (records: Parameters<typeof standing>[1]) => standing(client, records, stream);
  const stop = { status: 403, body: {} };
  const from = server.calls.length;
  const whole = await pull(options);
  expect(whole.error).toBeNull();
  const calls = server.calls.length - from;
  for (let at = opening; at < calls; at++) {
    const before = server.calls.length;
    server.failNext(...Array.from({ length: at }, () => undefined), stop);
    const first = await pull(options);
    expect(first.error).toMatchObject({ detail: { reason: 'permission' } });
    const second = await pull({ ...options, state: first.state });
    expect(second.error).toBeNull();
    expect(rowsOf([...first.records, ...second.records])).toEqual(rowsOf(whole.records));
    expect(server.calls.length - before).toBeLessThanOrEqual(calls + perPage + opening);
  }
  const before = server.calls.length;
  const records: Parameters<typeof standing>[1][number][] = [];
  let state = options.state ?? {};
  for (let failures = 0; ; failures++) {
    server.failNext(...Array.from({ length: opening + perPage }, () => undefined), stop);
    const run = await pull({ ...options, state });
    records.push(...run.records);
    state = run.state;
    if (run.error) continue;
    expect(failures).toBeGreaterThan(0);
    expect(server.calls.length - before).toBeLessThanOrEqual(
      calls + failures * (perPage + opening),
    );
    break;
  }
  server.failNext();
  expect(rowsOf(records)).toEqual(rowsOf(whole.records));
  return calls;
}
