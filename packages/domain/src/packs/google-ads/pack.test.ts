import { expect, test } from 'vitest';
import { fieldsOfRecord, findPack } from '../index.ts';
import { GOOGLE_ADS } from './pack.ts';

test('x', () => {
  const r = {
    'segments.date': '2022-04-09',
    'customer.id': 4651612872,
    'metrics.cost_micros': 70000,
    'metrics.impressions': 1,
  };
  console.log(
    findPack([GOOGLE_ADS], { stream: 'account_performance_report', fields: fieldsOfRecord(r) })
      ?.stream.id,
  );
  expect(GOOGLE_ADS.streams.length).toBeGreaterThan(3);
});
