/**
 * The process that `raw.test.ts` kills while it forgets copies: says `digest` of what stands and of every
 * version that says something else, then `begin`, forgets, and says `done` with how many rows are left.
 * Argument: the folder.
 */
import { createHash } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { openFacts } from './open.ts';

const [folder = ''] = process.argv.slice(2);
// A process that is killed writes no cache, and the next one would compile everything again.
flushCompileCache();
const say = (...words: (string | number)[]) => process.stdout.write(`${words.join(' ')}\n`);
const { raw, close } = await openFacts({ folder });
const at = { workspaceId: 'w', streamId: 's' };
const all = { ...at, hidden: [], activeVersion: null };
const RUNS = 12;
if ((await raw.count(all)).arrived === 0)
  for (let run = 0; run < RUNS; run++) {
    const rows = Array.from({ length: 2_000 }, (_, key) => ({
      ...{ key: `[${key}]`, cursor: 0, deleted: false, version: null, extractedAt: run },
      // Said otherwise in the middle by every tenth, so that it has two runs of copies.
      text: `{"k":${key},"v":${key % 10 === 0 && run > RUNS / 2 ? 1 : 0},"x":"${'y'.repeat(200)}"}`,
    }));
    await raw.append({ ...at, chunk: run + 1, receivedAt: run }, rows);
  }
const digest = createHash('sha256');
let before = '';
for await (const page of raw.scan(all, null))
  for (const { key, text } of page) {
    if (before !== key + text) digest.update(key + text);
    before = key + text;
  }
for await (const page of raw.read(all))
  for (const { key, chunk, text } of page) digest.update(`${key} ${chunk} ${text}`);
say('digest', digest.digest('hex'));
say('begin');
await raw.compact({ ...at, hidden: [], from: 0, activeVersion: null, upTo: RUNS });
say('done', (await raw.count(all)).arrived);
await close();
process.exit(0);
