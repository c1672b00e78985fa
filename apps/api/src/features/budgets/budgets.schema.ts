import * as z from 'zod';

/** An amount in units of its currency, with cents at most as the currency has them. */
export const Amount = z.number().min(-9e9).max(9e9);
export const Id = z.string().min(1).max(80);
export const Version = z.number().int().min(1).describe('The version that was seen.');
export const Reason = z.string().trim().max(500);
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters.');
/** `2026-05`. */
export const Month = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'A month looks like 2026-05.');

/** The month number of `2026-05`. */
export function monthNumber(name: string): number {
  return Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1;
}
