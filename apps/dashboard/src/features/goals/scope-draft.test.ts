import { expect, test } from 'vitest';
import { dimensionText, scopeOf, WHOLE } from './scope-draft.ts';

test('one value, several, and nothing', () => {
  expect(scopeOf({ dim: 'country', values: ' Germany , France,Germany, ' })).toEqual({
    country: ['Germany', 'France'],
  });
  expect(scopeOf({ dim: 'region', values: 'EMEA' })).toEqual({ region: 'EMEA' });
  expect(scopeOf({ dim: 'region', values: ' , ' })).toEqual({});
  expect(scopeOf({ ...WHOLE, values: 'EMEA' })).toEqual({});
  expect(dimensionText('ad_group')).toBe('Ad group');
});
