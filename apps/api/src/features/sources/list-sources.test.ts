import { parseDay } from '@openmops/domain/shared';
import { expect, it } from 'vitest';
import { staleBecause } from './list-sources.ts';

const day = (text: string) => parseDay(text) ?? 0;

it('calls a source stale from the fourth day without data on, in words', () => {
  expect(staleBecause(day('2026-07-10'), day('2026-07-13'))).toBeNull();
  expect(staleBecause(day('2026-07-10'), day('2026-07-14'))).toBe(
    'The newest data is of 2026-07-10, 4 days ago. Import a newer export.',
  );
  expect(staleBecause(day('2026-07-20'), day('2026-07-14'))).toBeNull();
});
