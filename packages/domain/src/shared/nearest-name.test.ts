import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  const known = ['spend', 'impressions', 'clicks', 'cpc', 'cpm', 'campaign'];

  it.each([
    ['imprssions', 'impressions'],
    ['SPEND', 'spend'],
    ['spned', 'spend'],
    ['campagin', 'campaign'],
    ['click', 'clicks'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearestName(typed, known)).toBe(meant);
  });

  it.each(['revenue', '', 'x'])('does not guess for %j', (typed) => {
    expect(nearestName(typed, known)).toBeNull();
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['cpa', 'cap', 1],
    ['ctr', 'ctr', 0],
  ])('%j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});
