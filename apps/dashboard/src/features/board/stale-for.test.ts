import { expect, test } from 'vitest';
import { staleFor } from './stale-for.ts';

const kpi = { reads: [{ id: 'ad_cost', name: 'Media cost', dataset: 'ad_delivery' }] };
const source = (id: string, more = {}) => ({
  id,
  name: id,
  dataset: 'ad_delivery',
  to: '2026-11-17',
  stale: true,
  staleReason: 'silent',
  ...more,
});
const answer = (to: string, ...ids: string[]) => ({
  to,
  sources: ids.map((id) => ({
    id,
    name: id,
    lastImport: null,
    upTo: null,
    stale: true,
    staleReason: null,
  })),
});

test('a tile is grey when a source behind it ends before the asked days do', () => {
  const late = [source('linkedin')];
  expect(staleFor(kpi, late, answer('2026-11-21', 'linkedin'))).toEqual({
    name: 'linkedin',
    to: '2026-11-17',
    reason: 'silent',
  });
  // The range ends earlier, the answer is filtered to another source, or the KPI reads other data.
  expect(staleFor(kpi, late, answer('2026-11-17', 'linkedin'))).toBeNull();
  expect(staleFor(kpi, late, answer('2026-11-21', 'google'))).toBeNull();
  expect(staleFor({ reads: [] }, late, answer('2026-11-21', 'linkedin'))).toBeNull();
  expect(staleFor(kpi, late, null)).toBeNull();
  const fresh = [source('linkedin', { stale: false })];
  expect(staleFor(kpi, fresh, answer('2026-11-21', 'linkedin'))).toBeNull();
});

test('of several, the one that ends first is named', () => {
  const late = [source('a'), source('b', { to: '2026-11-10' })];
  expect(staleFor(kpi, late, answer('2026-11-21', 'a', 'b'))?.name).toBe('b');
});
