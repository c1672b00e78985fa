import { expect, test } from 'vitest';
import { built } from './pages.ts';

const KB = 1000;

test('one tile fits in 18 KB and the three in 24 KB, compressed', async () => {
  const tiles = ['mops-kpi.js', 'mops-goal.js', 'mops-budget.js', 'mops-table.js'];
  const files = await built();
  for (const tile of tiles) expect(files[tile]?.gzipBytes, tile).toBeLessThanOrEqual(18 * KB);
  expect(files['widgets.js']?.gzipBytes).toBeLessThanOrEqual(24 * KB);
  const code = files['widgets.js']?.code ?? '';
  expect(code).not.toBe('');
  // No parser of schemas, no Trusted Types policy, nothing left on the page's window.
  for (const word of ['ZodError', 'createPolicy', 'innerHTML=', '__svelte', 'eval(', 'import(']) {
    expect(code.includes(word), word).toBe(false);
  }
});
