import { describe, expect, it } from 'vitest';
import { pathPlaces, repeated, uniqueValues } from './unique-values.ts';

const contract = (unique: string[]) => ({ required: [], types: {}, allowed: {}, unique });

describe('values that no two records may have', () => {
  it('are texts, by path; none is none', () => {
    const values = uniqueValues(contract(['mail', 'a.id|id', 'list[1]']));
    expect(values({ mail: ' x@y.z ', a: { id: 7 }, list: ['u', 9007199254740993n] })).toEqual([
      'x@y.z',
      '7',
      '9007199254740993',
    ]);
    expect(values({ mail: '', id: 'A', list: [{}, {}] })).toEqual([null, 'A', null]);
    expect(uniqueValues({ required: [], types: {}, allowed: {} })({ id: 1 })).toEqual([]);
  });

  it('are searched for wherever a path may stand', () => {
    expect(pathPlaces('id')).toEqual([['id']]);
    expect(pathPlaces('a.b|c[0]')).toEqual([['a.b'], ['a', 'b'], ['c.0'], ['c', '0']]);
    expect(pathPlaces('a.b.c')).toEqual([['a.b.c'], ['a', 'b.c'], ['a', 'b', 'c'], ['a.b', 'c']]);
    expect(pathPlaces('')).toEqual([]);
  });

  it('are told with the record that has them', () => {
    expect(repeated('id', { value: '7', first: '["3"]' })).toMatchObject({
      code: 'unique',
      field: 'id',
      message: 'id is “7”, as in the earlier record ["3"]; agreed is that no two have the same.',
    });
    expect(repeated('id', { value: '7', first: '' }).message).toContain('another earlier record');
  });
});
