import { instantInZone } from '@openmops/domain/calendar';
import { MopsError, parseDay } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');

/** Days of a report, both of them in it. */
export const Days = z.strictObject({ from: Day, to: Day });

/** The instants at which days of a workspace begin and end. @throws MopsError INVALID for what are no days in order */
export function instantsOf(
  { from, to }: z.output<typeof Days>,
  { timeZone }: Workspace,
): { since: Date; until: Date } {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === null || last === null || first > last)
    throw new MopsError('INVALID', `${from} to ${to} are no days.`, 'Give two days, in order.');
  const at = (day: number) => new Date(instantInZone({ day, second: 0 }, timeZone));
  return { since: at(first), until: at(last + 1) };
}
