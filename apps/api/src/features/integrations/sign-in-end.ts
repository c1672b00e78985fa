import { instantInZone } from '@openmops/domain/calendar';
import { parseDay } from '@openmops/domain/shared';
import type { IntegrationRow } from './integration-rows.ts';

/**
 * When the sign-in of an integration can no longer renew itself, in ms since 1970: the beginning of the day
 * that a person entered, else what the platform has said; null: no end is known.
 */
export function signInEnd(
  row: Pick<IntegrationRow, 'sign_in_until' | 'sign_in_ends_at'>,
  timeZone: string,
): number | null {
  const day = row.sign_in_until === null ? null : parseDay(row.sign_in_until);
  if (day !== null) return instantInZone({ day, second: 0 }, timeZone);
  return row.sign_in_ends_at?.getTime() ?? null;
}
