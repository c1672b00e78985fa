import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRecords } from '../../testing/test-records.ts';
import { type HubspotAccount, testHubspot } from './clients/hubspot/test-hubspot.ts';
import type { PlatformServer } from './engine/testing/platform-server.ts';

/** `OPENMOPS_KILLS=200 pnpm exec vitest run kill-sync` for a longer one. */
const KILLS = Number(process.env.OPENMOPS_KILLS ?? 6);
const CONTACTS = 400;
const PAGES = CONTACTS / 50;
const CHILD = join(import.meta.dirname, 'kill-sync.child.ts');

let folder = '';
let server: PlatformServer;
const account: HubspotAccount = {
  objects: { contacts: [] },
  events: [],
  tokens: null,
  refresh: {},
  eventsPerPage: 100,
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-kill-sync-'));
  await makeRecords(join(folder, 'data'));
  server = await testHubspot(account);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every contact is changed, so that the next sync has all of them to read. */
function change(round: number): void {
  account.objects.contacts = Array.from({ length: CONTACTS }, (_, index) => ({
    id: String(index + 1),
    properties: { email: `c${index}@example.com`, round: String(round) },
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: new Date().toISOString(),
  }));
}

/** What stands when every contact has arrived as it is now. */
function expected(): string {
  const rows = (account.objects.contacts ?? []).map(({ id, properties, createdAt, updatedAt }) =>
    JSON.stringify({
      id,
      properties,
      propertiesWithHistory: { lifecyclestage: [], hs_lead_status: [] },
      createdAt,
      updatedAt,
      archived: false,
      associations: {},
    }),
  );
  const hash = createHash('sha256').update(rows.sort().join('\n')).digest('hex');
  return `end done ${CONTACTS} ${hash} 0`;
}

/** Runs the child; with a number of calls, kills it that many calls and a moment after it is ready. */
function run(killAfter: { calls: number; ms: number } | null): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, join(folder, 'data'), server.address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let looking: NodeJS.Timeout | undefined;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(looking);
      if (code === 0 || signal === 'SIGKILL') resolve(lines);
      else reject(new Error(`The sync ended with ${code}.`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line !== 'ready' || killAfter === null) return;
      const from = server.calls.length;
      looking = setInterval(() => {
        if (server.calls.length - from < killAfter.calls) return;
        clearInterval(looking);
        setTimeout(() => child.kill('SIGKILL'), killAfter.ms);
      }, 2);
    });
  });
}

it(`loses nothing and doubles nothing when it is killed ${KILLS} times`, {
  timeout: 1_200_000,
}, async () => {
  let round = 0;
  let killed = 0;
  change(round);
  for (let attempt = 0; killed < KILLS; attempt++) {
    expect(attempt).toBeLessThan(4 * KILLS);
    // Two calls a page; every fourth time all is read, and it dies while it writes.
    const calls = attempt % 4 === 3 ? PAGES * 2 : (attempt * 7) % (PAGES * 2);
    const lines = await run({ calls, ms: (attempt * 37) % 120 });
    const end = lines.find((line) => line.startsWith('end'));
    if (!end) killed++;
    else {
      expect(end).toBe(expected());
      change(++round);
    }
  }
  expect((await run(null)).at(-1)).toBe(expected());
});
