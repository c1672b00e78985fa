import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { readEnv } from '../../env.ts';
import { openLog } from '../../log.ts';
import { type Running, startServer } from '../../server.ts';
import { makeRecords } from '../../testing/test-records.ts';

let folder = '';
let server: Running | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-cli-'));
  await makeRecords(join(folder, 'data'));
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true });
});

/** From here on the commands speak to a server, instead of opening the folder each. */
async function serve(): Promise<void> {
  const env = readEnv({
    OPENMOPS_DATA_DIR: join(folder, 'data'),
    OPENMOPS_PORT: '0',
    OPENMOPS_DEMO: '0',
    LOG_LEVEL: 'silent',
  });
  server = await startServer({ env, log: openLog(env), say: () => {} });
}

async function openmops(...args: string[]) {
  let out = '';
  let err = '';
  const status = await run([...args, '--data-dir', join(folder, 'data')], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { status, out, err };
}

it('imports files, reports the refused one beside the others, and undoes', async () => {
  await openmops('workspace', 'create', 'acme', '--currency', 'EUR');
  const [good, bad, map] = ['own.csv', 'page.csv', 'map.json'].map((name) => join(folder, name));
  await writeFile(good ?? '', 'When,What,Paid\n2026-07-01,Posters,"10,50"\n2026-07-02,Posters,x\n');
  await writeFile(bad ?? '', '<!doctype html><html></html>');
  const columns = { When: 'day', Paid: 'spend' };
  await writeFile(map ?? '', JSON.stringify({ columns, currency: 'EUR', locale: 'fr-FR' }));
  const options = ['--source', 'posters', '--map', map ?? '', '--json'];

  const dry = await openmops('import', good ?? '', '--dry-run', ...options);
  expect(JSON.parse(dry.out)).toMatchObject({
    imports: [{ batch: null, totals: { spend: 10.5 } }],
  });
  const { status, out } = await openmops('import', bad ?? '', good ?? '', ...options);
  expect(status).toBe(1);
  const answer = JSON.parse(out);
  expect(answer).not.toHaveProperty('error');
  const { imports } = answer;
  expect(imports).toMatchObject([
    { file: 'page.csv', error: { code: 'INVALID', reason: 'not_a_table' } },
    {
      file: 'own.csv',
      source: 'posters',
      encoding: 'utf-8',
      bom: false,
      currency: 'EUR',
      period: { from: '2026-07-01', to: '2026-07-01' },
      rows: { read: 2, accepted: 1, rejected: 1, ignored: 0 },
      totals: { spend: 10.5 },
      reconciled: [],
      unmapped: ['What'],
      unchanged: false,
    },
  ]);
  expect(imports[1].issues).toMatchObject([{ line: 3 }]);

  await serve();
  const again = await openmops('import', good ?? '', ...options);
  expect(again.status).toBe(0);
  expect(JSON.parse(again.out).imports[0]).toEqual({ ...imports[1], unchanged: true });
  const sources = JSON.parse((await openmops('source', 'list', '--json')).out);
  expect(sources.sources).toMatchObject([{ id: 'posters', rows: 1, stale: true }]);
  const people = await openmops('import', good ?? '', ...options.slice(0, -1));
  expect(people.out).toContain('nothing changed');

  const [april, may] = ['april.csv', 'may.csv'].map((name) => join(folder, name));
  const queries = 'Top queries,Clicks,Impressions,CTR,Position\n';
  await writeFile(april ?? '', `${queries}a,1,10,10%,2\n`);
  await writeFile(may ?? '', `${queries}a,3,10,30%,2\n`);
  await writeFile(map ?? '', '{"period":{"from":"2026-04-01","to":"2026-04-30"}}');
  const days = await openmops('import', april ?? '', '--map', map ?? '', '--json');
  expect(JSON.parse(days.out).imports[0]).toMatchObject({ period: { to: '2026-04-30' } });
  // The days of one file say nothing of the next.
  const next = await openmops('import', may ?? '', '--json');
  expect(JSON.parse(next.out).imports[0].error).toMatchObject({ reason: 'no_day' });

  const undone = await openmops('import', 'undo', imports[1].batch, '--json');
  expect(JSON.parse(undone.out)).toEqual({
    batch: imports[1].batch,
    removedRows: 1,
    restoredRows: 0,
  });
  const twice = await openmops('import', 'undo', imports[1].batch);
  expect(twice.status).toBe(1);
  expect(twice.err).toContain('already undone');
  const missing = await openmops('import', join(folder, 'nowhere.csv'), '--json');
  expect(missing.status).toBe(1);
  const alone = JSON.parse(missing.out);
  expect(alone.imports[0].error).toMatchObject({ reason: 'no_file' });
  const { code, message, hint } = alone.imports[0].error;
  expect(alone.error).toEqual({ code, message, hint });
  expect(missing.err).toContain(message);
});
