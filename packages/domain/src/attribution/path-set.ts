import { type Issue, MopsError } from '../shared/index.ts';
import type { Milestone } from './models.ts';
import { Touches } from './touches.ts';

/** Paths of one or many journeys, as they come from a file or a query. */
export type PathRow = {
  /** Channels in order; a text is cut at `>`. Empty touches are dropped. */
  path: string | readonly string[];
  /** Journeys on this path that converted; may be a fraction, as GA4 exports them. */
  conversions: number;
  /** Journeys on this path that did not convert; default 0. */
  nulls?: number;
  /** Value of all its conversions together, in micros. */
  valueMicros?: number;
  /** How many days before the conversion each touch was, as many as touches. */
  agesDays?: readonly number[];
  /** Which touch (0 = the first) stood before a milestone. */
  milestones?: Partial<Record<Milestone, number>>;
};

/** Many paths in typed arrays: touch `t` of path `p` is `touches[starts[p] + t]`. */
export type PathSet = {
  /** Names; a channel's id is its index. */
  channels: readonly string[];
  touches: Int32Array;
  /** Where each path begins, and the end of the last one. */
  starts: Int32Array;
  conversions: Float64Array;
  nulls: Float64Array;
  valueMicros: Float64Array | null;
  agesDays: Float64Array | null;
  /** Bits per touch: 1 lead, 2 opportunity, 4 won; null when nothing is known of milestones. */
  milestones: Uint8Array | null;
  /** Journeys without any channel: counted, never credited. */
  unattributed: { conversions: number; nulls: number; valueMicros: number };
};

export const MILESTONE_BIT: Record<Milestone, number> = { lead: 1, opportunity: 2, won: 4 };

/**
 * Paths in typed arrays, in one pass. Throws INVALID for negative or non-finite counts and values,
 * and for ages or milestones that do not fit their path (the message names the row, 0 = the first).
 * @example readPaths([{ path: 'a > b', conversions: 2 }]).channels // ['a', 'b']
 * @example readPaths([{ path: ' > ', conversions: 2 }]).unattributed.conversions // 2
 */
export function readPaths(rows: readonly PathRow[]): PathSet {
  const starts = new Int32Array(rows.length + 1);
  const conversions = new Float64Array(rows.length);
  const nulls = new Float64Array(rows.length);
  const withValue = rows.some((row) => row.valueMicros !== undefined);
  const valueMicros = withValue ? new Float64Array(rows.length) : null;
  const withAges = rows.some((row) => row.agesDays !== undefined);
  const withMilestones = rows.some((row) => row.milestones !== undefined);
  const ages: number[] = [];
  const marks: Mark[] = [];
  const unattributed = { conversions: 0, nulls: 0, valueMicros: 0 };
  const touches = new Touches(rows.length * 4);
  let end = 0;
  let kept = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as PathRow;
    const converted = count(row.conversions, 'conversions', index);
    const failed = count(row.nulls ?? 0, 'nulls', index);
    const value = micros(row.valueMicros ?? 0, index);
    if (value > 0 && converted === 0) {
      throw new MopsError(
        'INVALID',
        `Path ${index} has a value and no conversions.`,
        'Value comes with conversions: check which column is which.',
      );
    }
    const begin = end;
    if (typeof row.path === 'string') end = touches.cut(row.path);
    else for (const name of row.path) end = touches.add(name.trim());
    if (end === begin) {
      unattributed.conversions += converted;
      unattributed.nulls += failed;
      unattributed.valueMicros += value;
      continue;
    }
    if (withAges) ages.push(...checkedAges(row, end - begin, index));
    if (row.milestones) marks.push(...marksOf(row.milestones, { begin, end, index }));
    starts[kept] = begin;
    conversions[kept] = converted;
    nulls[kept] = failed;
    if (valueMicros) valueMicros[kept] = value;
    kept++;
    starts[kept] = end;
  }
  return {
    channels: touches.names(),
    touches: touches.ids(),
    starts: starts.subarray(0, kept + 1),
    conversions: conversions.subarray(0, kept),
    nulls: nulls.subarray(0, kept),
    valueMicros: valueMicros?.subarray(0, kept) ?? null,
    agesDays: withAges ? Float64Array.from(ages) : null,
    milestones: withMilestones ? bitsOf(marks, end) : null,
    unattributed,
  };
}

/**
 * What one should know of the paths before reading any credit: journeys without a channel, no
 * conversions at all.
 */
export function warningsOf(paths: PathSet): Issue[] {
  const warnings: Issue[] = [];
  const lost = paths.unattributed.conversions;
  if (lost > 0) {
    warnings.push(
      warning('no_channel', `${lost} conversions have no touchpoint and stay unattributed.`),
    );
  }
  if (paths.conversions.every((converted) => converted === 0)) {
    warnings.push(warning('no_conversions', 'No path converted, so there is no credit to share.'));
  }
  return warnings;
}

/** A finding about an answer as a whole. */
export function warning(code: string, message: string, hint: string | null = null): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

function count(value: number, name: string, index: number): number {
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new MopsError(
    'INVALID',
    `Path ${index} has ${value} ${name}.`,
    'Counts are finite and not negative.',
  );
}

function micros(value: number, index: number): number {
  if (value >= 0 && Number.isSafeInteger(value)) return value;
  throw new MopsError(
    'INVALID',
    `Path ${index} has a value of ${value} micros.`,
    'Values are whole micros, not negative; take refunds off before.',
  );
}

function checkedAges(row: PathRow, touches: number, index: number): readonly number[] {
  const ages = row.agesDays ?? [];
  if (ages.length !== touches || ages.some((age) => !(age >= 0 && Number.isFinite(age)))) {
    throw new MopsError(
      'INVALID',
      `Path ${index} has ${touches} touches and the ages ${ages.join(', ') || 'none'}.`,
      'Give one age in days per touch, 0 or more; a touch after the conversion is no part of it.',
    );
  }
  return ages;
}

type Mark = { touch: number; bit: number };
type Place = { begin: number; end: number; index: number };

function bitsOf(marks: readonly Mark[], touches: number): Uint8Array {
  const bits = new Uint8Array(touches);
  for (const { touch, bit } of marks) bits[touch] = (bits[touch] ?? 0) | bit;
  return bits;
}

function marksOf(
  milestones: Partial<Record<Milestone, number>>,
  { begin, end, index }: Place,
): Mark[] {
  return Object.entries(milestones).map(([name, at]) => {
    if (!Number.isInteger(at) || at < 0 || begin + at >= end) {
      throw new MopsError(
        'INVALID',
        `Path ${index} has its milestone “${name}” at touch ${at}.`,
        `It has ${end - begin} touches, counted from 0.`,
      );
    }
    return { touch: begin + at, bit: MILESTONE_BIT[name as Milestone] };
  });
}
