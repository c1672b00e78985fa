import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { ask, send, total } from './mappings.testing.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const day = (date: string, campaign: number, cost: number) => ({
  'segments.date': date,
  'customer.id': 123,
  'customer.currency_code': 'EUR',
  'campaign.id': campaign,
  'campaign.name': `Campaign ${campaign}`,
  'metrics.cost_micros': cost * 1_000_000,
  'metrics.clicks': 1,
  'metrics.impressions': 10,
});

const ads = {
  source: 'google-ads',
  stream: 'campaign_performance_report',
  key: ['segments.date', 'campaign.id'],
};

describe('a stream of ad results', () => {
  it('is seen by the next question, and restated days replace themselves', async () => {
    const workspace = await instance.addWorkspace();
    const spend = () => total(instance, workspace, 'spend');
    const records = [day('2026-03-01', 1, 10), day('2026-03-31', 2, 20), day('2026-04-01', 1, 30)];
    await send(instance, workspace, { ...ads, records });
    expect(await spend()).toBe(60);
    await send(instance, workspace, { ...ads, records });
    expect(await spend()).toBe(60);
    await send(instance, workspace, { ...ads, records: [day('2026-03-31', 2, 25)] });
    expect(await spend()).toBe(65);
    await send(instance, workspace, { ...ads, records: [day('2026-03-31', 2, 25)], deleted: true });
    expect(await spend()).toBe(40);
    const { sources } = await ask(instance, workspace, 'spend');
    expect(sources[0]).toMatchObject({ name: 'Google Ads' });
    expect(sources[0]?.lastImport).not.toBeNull();
  });

  it('counts a record where its newest version lies, also when only the month of an older one changes', async () => {
    const workspace = await instance.addWorkspace();
    const spend = () => total(instance, workspace, 'spend');
    const moving = { ...ads, key: ['campaign.id'] };
    const records = [day('2026-03-01', 1, 10), day('2026-03-02', 2, 20), day('2026-05-01', 3, 40)];
    await send(instance, workspace, { ...moving, records });
    expect(await spend()).toBe(70);
    await send(instance, workspace, { ...moving, records: [day('2026-04-05', 1, 7)] });
    expect(await spend()).toBe(67);
    await send(instance, workspace, { ...moving, records: [day('2026-03-03', 2, 21)] });
    expect(await spend()).toBe(68);
    await send(instance, workspace, { ...moving, records: [day('2026-05-02', 2, 1)] });
    expect(await spend()).toBe(48);
  });

  it('and a file of the same account and days give the number once', async () => {
    const workspace = await instance.addWorkspace();
    const records = [day('2026-03-01', 1, 10), day('2026-03-01', 2, 20)];
    await send(instance, workspace, { ...ads, records });
    const scope = instance.scope({ kind: 'system' }, workspace);
    const csv = `Campaign report
Day,Account,Campaign,Campaign ID,Currency code,Cost,Clicks,Impr.
2026-03-01,123,Campaign 1,1,EUR,10.00,1,10
2026-03-01,123,Campaign 2,2,EUR,20.00,1,10
2026-03-02,123,Campaign 2,2,EUR,5.00,1,10
`;
    const body = (async function* () {
      yield new TextEncoder().encode(csv);
    })();
    const { upload } = await uploadFile.call(scope, { name: 'campaigns.csv', body } as never);
    const report = await importFile.call(scope, { upload, options: {} } as never);
    expect(report.source).toBe((await ask(instance, workspace, 'spend')).sources[0]?.id);
    expect(await total(instance, workspace, 'spend')).toBe(35);
    const slices = await instance.facts.slices(workspace.id);
    expect(slices.map(({ account, source }) => [account, source])).toContainEqual([
      '123',
      report.source,
    ]);
    await send(instance, workspace, { ...ads, records: [day('2026-03-02', 2, 7)] });
    expect(await total(instance, workspace, 'spend')).toBe(37);
  });
});
