import { expect, test } from 'vitest';
import { filledFormula } from './kpi-words.ts';

test('the longest name is taken first, and names are no patterns', () => {
  const amounts = new Map([
    ['Clicks', '12'],
    ['Link clicks', '7'],
    ['Link clicks (all)', '9'],
    ['Impressions', '300'],
  ]);
  expect(filledFormula('Link clicks (all) + Link clicks − Clicks ÷ Impressions', amounts)).toBe(
    '9 + 7 − 12 ÷ 300',
  );
  expect(filledFormula('Clicks', new Map())).toBe('Clicks');
});
