import { formatDay } from '../shared/day.ts';
import type { Measure, Note } from './schema.ts';
import type { Choice } from './slice-days.ts';

/** What a choice of slices left out, in words. */
export function leftOutNotes(input: { measure: Measure; source: string; choice: Choice }): Note[] {
  const { measure, source, choice } = input;
  const notes: Note[] = [];
  const first = choice.unsplit[0];
  if (first) {
    notes.push({
      code: 'period_not_split',
      message: `${source}: rows that cover ${range(first)} as a whole cannot be split and are left out of ${measure.name}${more(choice.unsplit)}.`,
      hint: 'Ask for a range and a grain that hold the whole period, or import the export by day.',
      kpi: null,
    });
  }
  const overlapped = choice.overlapped[0];
  if (overlapped && measure.additive !== 'none') {
    notes.push({
      code: 'period_overlapped',
      message: `${source}: rows that cover ${range(overlapped)} as a whole are left out of ${measure.name}, because rows by day tell part of it${more(choice.overlapped)}.`,
      hint: null,
      kpi: null,
    });
  }
  // Platforms round, so a thousandth is no difference.
  if (measure.additive !== 'none' && choice.told * 1000n < choice.fullest * 999n) {
    const percent = Math.floor((Number(choice.told) / Number(choice.fullest)) * 1000) / 10;
    notes.push({
      code: 'detail_incomplete',
      message: `${source}: the rows with the asked detail hold ${percent}% of ${measure.name}; the rest is only in less detailed exports.`,
      hint: 'Ask with fewer dimensions to see all of it.',
      kpi: null,
    });
  }
  return notes;
}

const range = (one: { day: number; dayTo: number }) =>
  `${formatDay(one.day)} to ${formatDay(one.dayTo)}`;

const more = (list: unknown[]) => (list.length > 1 ? ` (and ${list.length - 1} more periods)` : '');
