import { dayText } from './ranges.ts';

/**
 * A sentence with its days as the reader writes them.
 * @example plainDays('The newest is of 2026-11-17.') // 'The newest is of Nov 17, 2026.'
 */
export const plainDays = (sentence: string): string =>
  sentence.replace(/\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g, dayText);
