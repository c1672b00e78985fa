import { expect, test } from 'vitest';
import { RuleDraft } from './rule-draft.svelte.ts';

function draft(given: Partial<RuleDraft>) {
  return Object.assign(new RuleDraft(), { table: 'deal', field: 'amount', ...given });
}

test('a rule is in the form of the domain', () => {
  expect(draft({}).build()).toEqual({ kind: 'required', field: 'amount' });
  expect(draft({ kind: 'type', field: 'email' }).build()).toEqual({
    kind: 'type',
    field: 'email',
    type: 'email',
  });
  expect(draft({ kind: 'enum', values: 'won, lost,,' }).build()).toEqual({
    kind: 'enum',
    field: 'amount',
    values: ['won', 'lost'],
  });
  expect(draft({ kind: 'range', min: '0', max: '1e6' }).build()).toEqual({
    kind: 'range',
    field: 'amount',
    min: 0,
    max: 1_000_000,
  });
  expect(draft({ kind: 'unique' }).build()).toEqual({ kind: 'unique', fields: ['amount'] });
  expect(draft({ kind: 'compare', field: 'created_at', other: 'closed_at' }).build()).toEqual({
    kind: 'compare',
    left: 'created_at',
    is: '<=',
    right: 'closed_at',
  });
  expect(draft({ kind: 'reference', other: 'account' }).build()).toMatchObject({ to: 'account' });
  expect(draft({ kind: 'freshness', hours: '24' }).build()).toMatchObject({ maxAgeHours: 24 });
});

test('what is missing is said where it is', () => {
  const none = new RuleDraft();
  expect(none.build()).toBeNull();
  expect(Object.keys(none.errors)).toEqual(['table', 'field']);
  const cases: [Partial<RuleDraft>, string][] = [
    [{ kind: 'enum', values: ' , ' }, 'values'],
    [{ kind: 'range' }, 'min'],
    [{ kind: 'range', max: 'many' }, 'max'],
    [{ kind: 'pattern' }, 'pattern'],
    [{ kind: 'compare' }, 'other'],
    [{ kind: 'reference' }, 'other'],
    [{ kind: 'freshness', hours: '0' }, 'hours'],
  ];
  for (const [given, field] of cases) {
    const one = draft(given);
    expect(one.build()).toBeNull();
    expect(Object.keys(one.errors)).toEqual([field]);
  }
});
