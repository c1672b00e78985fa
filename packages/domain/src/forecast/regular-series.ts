import { firstDay } from '../calendar/index.ts';
import { type Day, type Issue, MopsError, parseDay } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { fillGaps } from './fill-gaps.ts';
import { finding } from './finding.ts';
import { asMonths, type LabelForm, labelFormOf } from './time-label.ts';

/** A row: a time as text, and a number or nothing. */
export type TimedValue = { t: string; value: number | null };

export type RegularSeries = {
  /** Equally spaced; gaps are filled. */
  values: number[];
  /** Times of the values, as written. */
  labels: string[];
  /** Steps of one season that the times suggest; 1 is none. */
  season: number;
  /** What one step is: `month`, `day`, `3600 seconds`. */
  step: string;
  /** Whether the times are plain numbers. */
  numbered: boolean;
  /** The next times, written like the others. */
  next(horizon: number): string[];
  warnings: Issue[];
};

/**
 * Puts rows on an even grid of time: order, missing times, a last bucket that is not over. Times may be
 * days, months, quarters, ISO weeks, integers or timestamps, all written alike. Throws INVALID for times that
 * cannot be read, stand twice or lie off the grid, and where no row has a value.
 * @param rows as read, in any order
 * @param options `today`: a last bucket that holds this day is not over and is dropped; `season`: given, not guessed
 * @example
 * const rows = [{ t: '2026-01', value: 5 }, { t: '2026-02', value: null }, { t: '2026-04', value: 8 }];
 * regularSeries(rows).values // [5, 6, 7, 8]
 * regularSeries(rows).season // 12
 * regularSeries(rows).next(2) // ['2026-05', '2026-06']
 */
export function regularSeries(
  rows: TimedValue[],
  { today = null, season = null }: { today?: Day | null; season?: number | null } = {},
): RegularSeries {
  const warnings: Issue[] = [];
  const points = inOrder(rows, warnings);
  const { form, width } = points.grid;
  const known = points.list;
  const last = known.at(-1);
  if (today !== null && last && known.length > 1 && isOpen({ form, at: last.at, width, today })) {
    known.pop();
    warnings.push(finding('partial_last_bucket', `${last.t} is not over and is left out.`));
  }
  const start = known[0]?.at ?? 0;
  const end = known.at(-1)?.at ?? 0;
  const count = Math.round((end - start) / width) + 1;
  mustBe(
    count <= 100_000,
    `The times span ${count} steps.`,
    'Check the first and the last time, or sum to a coarser unit.',
  );
  const values: (number | null)[] = new Array(count).fill(null);
  for (const { at, value } of known) values[Math.round((at - start) / width)] = value;
  const guess = season ?? seasonOf(form, width, points.workdays);
  warnings.push(...missing(values));
  const write = (i: number) => form.write(start + i * width);
  return {
    values: fillGaps(values, guess),
    labels: values.map((_, i) => write(i)),
    season: guess,
    step: stepName(form, width, points.workdays),
    numbered: form.kind === 'integer',
    next: (horizon) => Array.from({ length: horizon }, (_, h) => write(count + h)),
    warnings,
  };
}

type Point = { t: string; at: number; value: number | null };

function inOrder(rows: TimedValue[], warnings: Issue[]) {
  mustBe(
    rows.length >= 2,
    `${rows.length} rows are no series.`,
    'Give at least three rows with times and values.',
  );
  const texts = rows.map(({ t }) => t.trim());
  let form = labelFormOf(texts);
  if (!form) throw unreadable(texts);
  if (form.kind === 'day') {
    const days = texts.map((text) => form?.read(text) as number).sort((a, b) => a - b);
    const months = parseDay(texts[0] ?? '') === null ? null : asMonths(days);
    // Five dates a week apart may each lie in a month of its own; months are at least 28 days apart.
    if (months && days.every((day, i) => i === 0 || day - (days[i - 1] as number) >= 28))
      form = months;
  }
  let workdays = false;
  if (form.kind === 'day' && onlyWorkdays(texts.map(form.read) as number[])) {
    workdays = true;
    form = workdayForm(form);
  }
  const read = form.read;
  const list: Point[] = rows.map(({ value }, i) => ({
    t: texts[i] as string,
    at: read(texts[i] as string) as number,
    value,
  }));
  if (list.some(({ at }, i) => i > 0 && at < (list[i - 1]?.at as number))) {
    list.sort((a, b) => a.at - b.at);
    warnings.push(finding('unordered_times', 'The rows were not in order of time; they are now.'));
  }
  return { list, workdays, grid: { form, width: widthOf(list) } };
}

/** The most common distance; every other must be a multiple of it. */
function widthOf(list: Point[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < list.length; i++) {
    const [before, now] = [list[i - 1] as Point, list[i] as Point];
    const gap = now.at - before.at;
    mustBe(
      gap > 0,
      `${now.t} stands twice.`,
      'Sum the rows of one time before, or choose one series; where clocks go back, write the zone: +02:00.',
    );
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  const [width = 1] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  list.forEach(({ at, t }, i) => {
    const gap = i > 0 ? at - (list[i - 1]?.at as number) : width;
    mustBe(
      gap % width === 0,
      `${t} is off the even steps of the other times.`,
      'Give one row for each hour, day, week or month.',
    );
  });
  return width;
}

function unreadable(texts: string[]): MopsError {
  const bad = texts.find((text) => !labelFormOf([text])) ?? null;
  const message = bad === null ? 'The times are written in several ways.' : `“${bad}” is no time.`;
  return new MopsError(
    'INVALID',
    message,
    'Write all alike: 2026-01-31, 2026-01, 2026-Q1, 2026-W05, 2026-01-31 14:00, or whole numbers.',
  );
}

const weekday = (day: Day) => (((day + 3) % 7) + 7) % 7;

/** Monday to Friday, with weekends in between that are always left out. */
function onlyWorkdays(days: number[]): boolean {
  const span = Math.max(...days) - Math.min(...days);
  const steps = days.filter((day) => days.includes(day + 1)).length;
  return (
    days.length >= 10 &&
    span >= 14 &&
    steps * 2 > days.length &&
    days.every((day) => weekday(day) < 5)
  );
}

function workdayForm(form: LabelForm): LabelForm {
  return {
    kind: 'day',
    read: (text) => {
      const day = form.read(text);
      return day === null ? null : Math.floor((day + 3) / 7) * 5 + weekday(day);
    },
    write: (at) => form.write(Math.floor(at / 5) * 7 + (at - Math.floor(at / 5) * 5) - 3),
  };
}

function seasonOf({ kind }: LabelForm, width: number, workdays: boolean): number {
  if (kind === 'month') return 12 % width === 0 ? 12 / width : 1;
  if (kind === 'quarter') return width === 1 ? 4 : 1;
  if (kind === 'week') return width === 1 ? 52 : 1;
  if (kind === 'day') return workdays && width === 1 ? 5 : width === 1 ? 7 : width === 7 ? 52 : 1;
  if (kind === 'instant') {
    if (width === 86_400) return 7;
    return width < 86_400 && 86_400 % width === 0 ? 86_400 / width : 1;
  }
  return 1;
}

function stepName({ kind }: LabelForm, width: number, workdays: boolean): string {
  if (kind === 'integer') return width === 1 ? 'step' : `${width}`;
  if (kind === 'instant')
    return width === 86_400 ? 'day' : width === 3600 ? 'hour' : `${width} seconds`;
  if (kind === 'day' && workdays) return 'workday';
  if (kind === 'day' && width === 7) return 'week';
  if (kind === 'month' && (width === 3 || width === 12)) return width === 3 ? 'quarter' : 'year';
  return width === 1 ? kind : `${width} ${kind}s`;
}

type Open = { form: LabelForm; at: number; width: number; today: Day };

/** Whether a day lies in the bucket that begins there. Timestamps and integers do not say. */
function isOpen({ form, at, width, today }: Open): boolean {
  if (form.kind === 'integer' || form.kind === 'instant') return false;
  const from = bucketStart(form, at);
  return from <= today && today < bucketStart(form, at + width);
}

function bucketStart(form: LabelForm, at: number): Day {
  if (form.kind === 'month') return firstDay(at);
  if (form.kind === 'quarter') return firstDay(at * 3);
  if (form.kind === 'week') return at * 7 - 3;
  return parseDay(form.write(at).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')) ?? 0;
}

function missing(values: (number | null)[]): Issue[] {
  const count = values.filter((value) => value === null).length;
  if (count === 0) return [];
  return [
    finding(
      'missing_times',
      `${count} of ${values.length} times have no value; they are filled from their neighbours.`,
      {
        hint: 'Write 0 where nothing happened.',
      },
    ),
  ];
}
