import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { readKpi } from '../kpi/read-kpi.ts';
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

describe('imports that meet others', () => {
  const restated = google.replace('172.45', '180.00').replace('391.75', '399.30');

  it('replaces the same days and brings the earlier values back', async () => {
    const first = await run(google);
    const second = await run(restated);
    expect(await spend()).toBe(399.3);
    const preview = await previewImport.call(scope(), { upload: await upload(restated) });
    expect(preview.report.totals.spend).toBe(399.3);
    expect(await undoImport.call(scope(), { batch: second.batch ?? '' })).toEqual({
      batch: second.batch,
      removedRows: 3,
      restoredRows: 3,
    });
    expect(await spend()).toBe(391.75);
    await expect(undoImport.call(scope(), { batch: second.batch ?? '' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await run(google)).unchanged).toBe(true);
    expect(first.unchanged).toBe(false);
  });

  it('takes over from the same file read in another way, until that is undone', async () => {
    const own = 'When,What,Paid\n2026-07-01,Posters,10.50\n2026-07-02,Posters,20.00\n';
    const columns = { When: 'day', What: 'campaign', Paid: 'spend' };
    const euro = await run(own, { source: 'posters', map: { columns, currency: 'EUR' } });
    expect(euro).toMatchObject({ source: 'posters', currency: 'EUR', totals: { spend: 30.5 } });
    const again = await run(own, {
      source: 'posters',
      map: { columns: { When: 'day', Paid: 'spend' }, currency: 'EUR' },
    });
    expect(again.unchanged).toBe(false);
    expect(again.unmapped).toEqual(['What']);
    expect(await spend('2026-07-01', '2026-07-31')).toBe(30.5);
    await expect(undoImport.call(scope(), { batch: euro.batch ?? '' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await undoImport.call(scope(), { batch: again.batch ?? '' });
    expect(await spend('2026-07-01', '2026-07-31')).toBe(30.5);
    await undoImport.call(scope(), { batch: euro.batch ?? '' });
    expect(await instance.facts.slices(workspace.id)).toEqual([]);
  });

  it('remembers the mapping of a header shape', async () => {
    const head = 'When,What,Paid\n';
    const columns = { When: 'day', What: 'campaign', Paid: 'spend' };
    await run(`${head}2026-07-01,Posters,10.50\n`, {
      source: 'posters',
      map: { columns, currency: 'EUR' },
    });
    const next = await run(`${head}2026-07-02,Posters,1.25\n`);
    expect(next).toMatchObject({ source: 'posters', currency: 'EUR', totals: { spend: 1.25 } });
    expect(await spend('2026-07-01', '2026-07-31')).toBe(11.75);
  });

  it('runs one import of a workspace after the other', async () => {
    const uploads = await Promise.all([upload(google), upload(google), upload(restated)]);
    const reports = await Promise.all(
      uploads.map((one) => importFile.call(scope(), { upload: one })),
    );
    expect(reports.map((report) => report.unchanged)).toEqual([false, true, false]);
    expect(await spend()).toBe(399.3);
  });

  async function spend(from = '2026-09-01', to = '2026-09-30') {
    const answer = await readKpi.call(scope(), { kpis: ['spend'], from, to });
    return answer.rows[0]?.values.spend;
  }
});

describe('a store that fails', () => {
  it('at any call: the import goes on later and the totals are exact', async () => {
    const { facts } = instance;
    for (let fail = 1; fail <= 6; fail++) {
      workspace = await instance.addWorkspace();
      let calls = 0;
      const failing = <T>(work: () => Promise<T>): Promise<T> =>
        ++calls === fail ? Promise.reject(new Error('the disk is gone')) : work();
      const broken = {
        ...instance,
        facts: {
          ...facts,
          land: (...args: Parameters<typeof facts.land>) => failing(() => facts.land(...args)),
          unland: (...args: Parameters<typeof facts.unland>) =>
            failing(() => facts.unland(...args)),
          publish: (...args: Parameters<typeof facts.publish>) =>
            failing(() => facts.publish(...args)),
        },
      };
      const asked = { upload: await upload(google) };
      const failed = importFile.call({ ...scope(), instance: broken }, asked);
      await failed.catch((error: Error) => expect(error.message).toBe('the disk is gone'));
      const report = await run(google);
      expect(report.totals).toMatchObject({ spend: 391.75, impressions: 2794 });
      const sources = await facts.slices(workspace.id);
      expect(sources.reduce((sum, slice) => sum + slice.rows, 0)).toBe(3);
      expect(await listImports.call(scope(), {})).toMatchObject([{ status: 'done', rows: 3 }]);
    }
  });
});

describe('the doors', () => {
  it('takes a file by REST, lists its source, and undoes it', async () => {
    const user = await instance.addUser(workspace, 'editor');
    const headers = {
      cookie: await instance.cookieOf(user.id),
      'x-openmops-workspace': workspace.slug,
    };
    const dry = await instance.app.request('/api/v1/imports?name=a.csv&dryRun=1', {
      method: 'POST',
      headers,
      body: google,
    });
    expect(await dry.json()).toMatchObject({
      imports: [{ batch: null, totals: { spend: 391.75 } }],
    });
    const map = { columns: { Day: 'day', Cost: 'spend' }, currency: 'EUR' };
    const response = await instance.app.request('/api/v1/imports?name=a.csv', {
      method: 'POST',
      headers: { ...headers, 'x-openmops-map': encodeURIComponent(JSON.stringify(map)) },
      body: google,
    });
    const { imports } = (await response.json()) as { imports: { batch: string }[] };
    expect(imports).toMatchObject([{ file: 'a.csv', totals: { spend: 391.75 } }]);
    const sources = await instance.app.request('/api/v1/sources', { headers });
    expect(await sources.json()).toMatchObject({
      sources: [{ id: 'google_ads', rows: 3, from: '2026-09-01', to: '2026-09-02' }],
    });
    const undone = await instance.app.request(`/api/v1/imports/${imports[0]?.batch}`, {
      method: 'DELETE',
      headers,
    });
    expect(await undone.json()).toMatchObject({ removedRows: 3 });
  });

  it('takes no byte from somebody who may not import', async () => {
    const viewer = await instance.addUser(workspace, 'viewer');
    const response = await instance.app.request('/api/uploads?name=a.csv', {
      method: 'POST',
      headers: {
        cookie: await instance.cookieOf(viewer.id),
        'x-openmops-workspace': workspace.slug,
      },
      body: google,
    });
    expect(response.status).toBe(403);
    const { db } = instance.records.scoped(workspace.id);
    expect(await db.selectFrom('uploads').select('id').execute()).toEqual([]);
  });
});
