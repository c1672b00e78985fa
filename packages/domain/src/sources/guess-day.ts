import type { TableSection } from './detect-table.ts';
import { looksLikeDate } from './looks-like-value.ts';
import type { Target } from './plan-targets.ts';
import { isTotalLabel } from './total-labels.ts';

// Days of the week in the languages of the presets, also shortened.
const WEEKDAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lun|mar|mer|mié|mie|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom|seg|ter|qua|qui|sex)\p{L}*\.?$/iu;

/**
 * Corrects what words say of the day by what the cells hold: a column “Day” of weekdays is no
 * day, and in a file that nobody has a preset for the first column of dates is one.
 */
export function targetsByValues(
  section: TableSection,
  targets: readonly Target[],
  guess: boolean,
): Target[] {
  const rows = section.rows.filter((row) => !row.cells.some(isTotalLabel)).slice(0, 200);
  const cells = (index: number) =>
    rows.map((row) => (row.cells[index] ?? '').trim()).filter((cell) => cell !== '');
  const holdsDates = (index: number) => {
    const found = cells(index);
    return (
      found.length > 0 && found.every((cell) => looksLikeDate(cell) && !/^\d{1,6}$/.test(cell))
    );
  };
  const checked = targets.map((one, index): Target => {
    if (one.target !== 'day' || section.rows.length === 0) return one;
    const found = cells(index);
    const weekdays = found.length > 0 && found.every((cell) => WEEKDAY.test(cell));
    return weekdays ? { target: null, reason: 'unmapped', grain: 'day', why: null } : one;
  });
  if (!guess || checked.some((one) => one.target === 'day')) return checked;
  const at = checked.findIndex((one, index) => one.reason === 'unmapped' && holdsDates(index));
  return checked.map((one, index) =>
    index === at ? { target: 'day', reason: null, grain: 'day', why: null } : one,
  );
}
