import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from './import-file.ts';
import { listImports } from './list-imports.ts';
import { previewImport } from './preview-import.ts';
import { undoImport } from './undo-import.ts';
import { uploadFile } from './upload-file.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance.close());
beforeEach(async () => {
  workspace = await instance.addWorkspace();
});

const scope = () => instance.scope({ kind: 'local' }, workspace);

async function upload(bytes: Uint8Array | string, name = 'report.csv') {
  async function* body() {
    yield Buffer.from(bytes);
  }
  return (await uploadFile.call(scope(), { name, body: body() })).upload;
}

async function run(bytes: Uint8Array | string, options = {}) {
  return importFile.call(scope(), { upload: await upload(bytes), options });
}

const google = `Campaign report
"1 September 2026 - 3 September 2026"
Day,Campaign,Currency code,Impr.,Clicks,Cost
2026-09-01,Brand,EUR,"1,204",41,172.45
2026-09-02,Brand,EUR,"1,180",39,165.10
2026-09-02,Search,EUR,410,52,54.20
Total: Campaigns,,,"2,794",132,391.75
`;

describe('imports.run', () => {
  it('imports a file, and the same file again changes nothing', async () => {
    const report = await run(google);
    expect(report).toMatchObject({
      source: 'google_ads',
      currency: 'EUR',
      period: { from: '2026-09-01', to: '2026-09-02' },
      rows: { read: 4, accepted: 3, rejected: 0, ignored: 1 },
      totals: { spend: 391.75, impressions: 2794, clicks: 132 },
      unchanged: false,
    });
    const again = await run(google);
    expect(again).toEqual({ ...report, unchanged: true });
    expect(await listImports.call(scope(), {})).toHaveLength(1);
    const undone = await undoImport.call(scope(), { batch: report.batch ?? '' });
    expect(undone).toEqual({ batch: report.batch, removedRows: 3, restoredRows: 0 });
    expect((await run(google)).unchanged).toBe(false);
  });

  it('previews', async () => {
    const preview = await previewImport.call(scope(), { upload: await upload(google) });
    expect(preview.report.totals).toEqual({ spend: 391.75, impressions: 2794, clicks: 132 });
    expect(preview.replaces).toBeNull();
    await run(google);
    const next = await previewImport.call(scope(), { upload: await upload(google) });
    expect(next.replaces).toEqual({ rows: 3, days: 2 });
  });
});
