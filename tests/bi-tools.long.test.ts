import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENTITY_SETS } from '../apps/api/src/features/odata/entity-sets.ts';
import { type GuideServer, guideServer } from './guide-server.ts';
import { read } from './house.ts';
import { examplesOf, truthOf } from './page-examples.ts';

const page = read('docs/guides/bi-tools.md');
const { commands } = examplesOf(page);
let server: GuideServer;

beforeAll(async () => {
  server = await guideServer();
  const { folder, values, call, openmops } = server;
  const { key } = await call<{ key: string }>('keys.create', { name: 'bi', scopes: ['kpis.read'] });
  Object.assign(values, { KEY: key });
  const file = join(folder, 'ads.csv');
  const lines = [
    'Day,Campaign,Currency,Cost,Impressions,Clicks',
    '2026-03-01,Brand,EUR,20.5,400,20',
    '2026-03-02,Shop,EUR,40,1000,30',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const columns = { Day: 'day', Campaign: 'campaign', Currency: 'currency', Cost: 'spend' };
  const mapping = { columns: { ...columns, Impressions: 'impressions', Clicks: 'clicks' } };
  writeFileSync(join(folder, 'map.json'), JSON.stringify(mapping));
  const told = ['--source', 'shop_ads', '--map', join(folder, 'map.json')];
  const { exit, out } = await openmops(['import', file, ...told]);
  expect([exit, exit === 0 ? '' : out]).toEqual([0, '']);
}, 120_000);
afterAll(() => server.stop());

test.each(commands)('$line', async ({ line, shown }) => {
  const out = await server.shell(line);
  const text = shown?.trim() ?? '';
  if (!/^[{[]/.test(text))
    return expect(out.trim().replaceAll('\r', '')).toEqual(truthOf(text, ''));
  const real = JSON.parse(out);
  expect(real).toEqual(truthOf(JSON.parse(text), real));
});

test('every table is in the guide', () => {
  for (const { name } of ENTITY_SETS) expect(page).toContain(`| \`${name}\``);
});
