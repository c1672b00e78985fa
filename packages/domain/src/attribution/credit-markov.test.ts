import { describe, expect, it } from 'vitest';
import { attribute } from './attribute.ts';
import type { Model } from './models.ts';
import { type PathRow, readPaths } from './path-set.ts';

const markov = (order: 1 | 2 | 3): Model => ({ kind: 'markov', id: 'm', order });
const answerOf = (rows: PathRow[], order: 1 | 2 | 3 = 1) =>
  attribute(readPaths(rows), markov(order));
const found = { severity: 'warning', line: null, field: null };
const noNulls = {
  ...found,
  code: 'no_nulls',
  message: 'Every path converted: the model sees where channels stand, not whether they help.',
  hint: 'Add journeys that did not convert as nulls.',
};

describe('creditMarkov', () => {
  it('shares conversions by conversions lost and value by value lost', () => {
    const { channels, method, warnings } = answerOf([
      { path: 'a', conversions: 1, nulls: 1, valueMicros: 100 },
      { path: 'b', conversions: 1, nulls: 1, valueMicros: 300 },
    ]);
    expect(
      channels.map((row) => [row.channel, row.conversions, row.removalEffect, row.valueMicros]),
    ).toEqual([
      ['a', 1, 0.5, 100],
      ['b', 1, 0.5, 300],
    ]);
    expect([method, warnings]).toEqual(['Markov removal effects, order 1, exact', []]);
    expect(answerOf([{ path: 'a', conversions: 1, nulls: 1 }], 3).method).toBe(
      'Markov removal effects, order 3, exact',
    );
  });

  it('has no value to share where paths carry none, and zeros where it is zero', () => {
    const values = (valueMicros?: number, conversions = 1) =>
      answerOf([
        { path: 'a > b', conversions, nulls: 1, ...(valueMicros === 0 && { valueMicros }) },
      ]).channels.map((row) => row.valueMicros);
    expect(values()).toEqual([null, null]);
    expect(values(0)).toEqual([0, 0]);
    expect(values(undefined, 0)).toEqual([null, null]);
    expect(values(0, 0)).toEqual([0, 0]);
  });

  it('has no effects where nothing converted, and asks for no nulls then', () => {
    const { channels, method, warnings } = answerOf([{ path: 'a', conversions: 0, nulls: 0 }], 2);
    expect(channels).toEqual([
      {
        ...{ channel: 'a', conversions: 0, conversionMicros: 0, valueMicros: null },
        ...{ removalEffect: null, byPosition: null },
      },
    ]);
    expect(method).toBe('Markov');
    expect(warnings.map(({ code }) => code)).toEqual(['no_conversions']);
  });

  it('stays finite where next to nothing converts', () => {
    const { channels } = answerOf([
      { path: 'a > b', conversions: Number.MIN_VALUE, nulls: 1e9 },
      { path: 'a', conversions: 0, nulls: 1 },
    ]);
    for (const { conversions, conversionMicros, removalEffect } of channels) {
      expect([conversions, conversionMicros, removalEffect]).toEqual([0, 0, 0]);
    }
  });

  it('asks for journeys that failed where there are none at all', () => {
    expect(answerOf([{ path: 'a > b', conversions: 2 }]).warnings).toEqual([noNulls]);
    const some = [
      { path: 'a > b', conversions: 2 },
      { path: 'a', conversions: 1, nulls: 1 },
    ];
    expect(answerOf(some).warnings).toEqual([]);
  });

  it('says when most journeys are shorter than the order', () => {
    const rows = (short: number) => [
      { path: 'a > b', conversions: 1, nulls: 1 },
      { path: 'a', conversions: short, nulls: 1 },
    ];
    expect(answerOf(rows(1), 2).warnings).toEqual([]);
    expect(answerOf(rows(2), 1).warnings).toEqual([]);
    expect(answerOf(rows(2), 2).warnings).toEqual([
      {
        ...found,
        code: 'short_paths',
        message:
          '60% of journeys have fewer than 2 touches, so order 2 hardly sees more than order 1.',
        hint: 'Ask for a lower order.',
      },
    ]);
    expect(answerOf(rows(2), 3).warnings[0]?.message).toMatch(/^100% of journeys .* 3 touches/);
  });
});
