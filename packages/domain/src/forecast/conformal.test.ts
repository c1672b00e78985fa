import { expect, it } from 'vitest';
import { conformalWidths } from './conformal.ts';

const errors = (count: number, size = 1) => Array.from({ length: count }, (_, i) => size * (i + 1));

it('takes the error whose rank is (n + 1) times the level', () => {
  expect(conformalWidths({ byStep: [errors(19)], relative: false }, 0.95)).toEqual([19]);
  expect(conformalWidths({ byStep: [errors(99)], relative: false }, 0.8)).toEqual([80]);
});

it('never narrows with the step', () => {
  const widths = conformalWidths(
    { byStep: [errors(19, 2), errors(19, 1), errors(19, 5)], relative: false },
    0.9,
  );
  expect(widths).toEqual([27, 27, 90]);
});

it('borrows the shape for steps with too few errors', () => {
  const widths =
    conformalWidths({ byStep: [errors(40), errors(3, 20), []], relative: false }, 0.95) ?? [];
  expect(widths[0]).toBe(39);
  expect(widths[1]).toBeGreaterThan(60);
  expect(widths[2]).toBeGreaterThanOrEqual(widths[1] as number);
});

it('knows nothing without errors, and no width where there was no error', () => {
  expect(conformalWidths({ byStep: [[], []], relative: false }, 0.9)).toBeNull();
  expect(conformalWidths({ byStep: [[0, 0, 0]], relative: false }, 0.9)).toEqual([0]);
});
