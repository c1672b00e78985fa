import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from './import-file.ts';
import { listImports } from './list-imports.ts';
import { uploadFile } from './upload-file.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance();
  workspace = await instance.addWorkspace();
});
afterAll(() => instance.close());

const scope = () => instance.scope({ kind: 'local' }, workspace);

async function run(bytes: Uint8Array | string, options = {}) {
  async function* body() {
    yield Buffer.from(bytes);
  }
  const { upload } = await uploadFile.call(scope(), { name: 'report.csv', body: body() });
  return importFile.call(scope(), { upload, options });
}

const head = 'Day,Campaign,Currency code,Impr.,Clicks,Cost\n';
const good = '2026-07-08,Brand,EUR,1,1,1.00\n';

const REFUSED: [what: string, bytes: Uint8Array | string, code: string][] = [
  ['nothing', '', 'empty_file'],
  ['a header without rows', head, 'no_data'],
  ['the words of an empty export', `${head}No data available.\n`, 'no_data'],
  ['a web page', '<!doctype html><html><title>Sign in</title></html>', 'not_a_table'],
  ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'not_a_table'],
  ['prose', 'Dear all,\nplease find the numbers attached.\n', 'not_a_table'],
  ['an open quote', `${head}${good}2026-07-09,"Brand,EUR,1,1,1\n`, 'unterminated_quote'],
  ['a huge cell', `${head}${good}2026-07-09,${'x'.repeat(70_000)},EUR,1,1,1\n`, 'cell_too_long'],
  ['a gzip bomb', gzipSync(`${head}${good.repeat(500_000)}`, { level: 9 }), 'unpacks_too_large'],
  ['rows of which none is right', `${head}yesterday,Brand,EUR,1,1,1\n`, 'no_rows_accepted'],
];

describe('files that are refused', () => {
  for (const [what, bytes, code] of REFUSED) {
    it(`refuses ${what}, says what to do, and keeps nothing`, async () => {
      const error = await run(bytes).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ detail: { code } });
      expect((error as { hint: string }).hint).toBeTruthy();
      expect(await listImports.call(scope(), {})).toEqual([]);
      expect(await instance.facts.slices(workspace.id)).toEqual([]);
      expect(await readdir(join(instance.env.dataDir, 'uploads'))).toEqual([]);
      const { db } = instance.records.scoped(workspace.id);
      expect(await db.selectFrom('uploads').select('id').execute()).toEqual([]);
    });
  }

  it('keeps nothing when the trouble comes after many chunks', async () => {
    const rows = Array.from(
      { length: 90_000 },
      (_, row) => `2026-07-${String((row % 28) + 1).padStart(2, '0')},C${row},EUR,1,1,1.00\n`,
    );
    const error = await run(`${head}${rows.join('')}2026-07-09,"open`).catch((caught) => caught);
    expect(error).toMatchObject({ detail: { code: 'unterminated_quote', line: 90_002 } });
    expect(await listImports.call(scope(), {})).toEqual([]);
    expect(await instance.facts.slices(workspace.id)).toEqual([]);
  });

  it('takes the good rows and names the others by line', async () => {
    const report = await run(
      `${head}${good}2026-02-30,Brand,EUR,1,1,1.00\n2026-07-09,B,EUR,x,1,1\n`,
    );
    expect(report.rows).toMatchObject({ read: 3, rejected: 2, accepted: 1 });
    const errors = report.issues.filter((issue) => issue.severity === 'error');
    expect(errors.map((issue) => issue.line)).toEqual([3, 4]);
    for (const issue of errors) expect(issue.hint).toBeTruthy();
  });
});
