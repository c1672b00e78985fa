import { formatDay } from '@openmops/domain/shared';
import { expect, test } from 'vitest';
import { dataSince } from './data-since.ts';

const reads = (dataset: string) => ({ reads: [{ id: 'x', name: 'X', dataset }] });
const source = (dataset: string, from: string | null, rows = 10) => ({
  dataset,
  from,
  to: '2026-11-20',
  rows,
});
const lastYear = { from: '2025-02-01', to: '2025-11-21' };

test('a comparison that reaches before the first data names that day', () => {
  const sources = [
    source('ad_delivery', '2025-10-05'),
    source('ad_delivery', '2025-10-01'),
    source('web_session', '2024-01-01'),
    source('ad_delivery', '2020-01-01', 0),
  ];
  expect(formatDay(dataSince(reads('ad_delivery'), sources, lastYear) ?? 0)).toBe('2025-10-01');
  expect(dataSince(reads('web_session'), sources, lastYear)).toBeNull();
  expect(dataSince(reads('ad_delivery'), sources, { ...lastYear, from: '2025-10-01' })).toBeNull();
  expect(dataSince(reads('ad_delivery'), sources, null)).toBeNull();
  expect(dataSince(reads('email_send'), sources, lastYear)).toBeNull();
});
