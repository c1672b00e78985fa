import type { Expr } from '../kpi/schema.ts';
import type { Issue } from '../shared/issue.ts';
import { columnsOf, valueIn } from './formula.ts';
import { finding, listed } from './guards.ts';
import { measuresIn, type SegmentSums, type TwoPeriods } from './rows.ts';
import type { ExplainedTerm } from './terms.ts';

type Scene = {
  expr: Expr;
  segments: readonly SegmentSums[];
  by: string | null;
  change: number;
  method: string;
  terms: readonly ExplainedTerm[];
  rows: TwoPeriods;
};

/** What the reader of an explanation must know. */
export function findingsOf(scene: Scene): Issue[] {
  return [
    ...simpson(scene),
    ...comings(scene),
    ...signs(scene),
    ...unbased(scene),
    ...negative(scene),
    ...emptyColumns(scene),
    ...nothing(scene),
  ];
}

/** The ratio of all went one way, and that of every segment the other: only the mix can have done it. */
function simpson({ expr, segments, by, change, method }: Scene): Issue[] {
  if (by === null || method !== 'mix-rate' || change === 0) return [];
  const moves = segments.flatMap(({ before, after }) => {
    const [old, now] = [valueIn(expr, before), valueIn(expr, after)];
    return old === null || now === null || old === now ? [] : [Math.sign(now - old)];
  });
  if (moves.length < 2 || moves.some((move) => move === Math.sign(change))) return [];
  const [all, each] = change > 0 ? ['rose', 'fell'] : ['fell', 'rose'];
  return [
    finding('simpson_reversal', 'warning', {
      message: `The total ${all} although it ${each} in every segment of ${by}: only the mix of segments did it.`,
      hint: 'Read the segments, not the total.',
      field: by,
    }),
  ];
}

function comings({ segments, by }: Scene): Issue[] {
  if (by === null) return [];
  const found: Issue[] = [];
  const came = segments.filter(({ before, after }) => before.size === 0 && after.size > 0);
  const went = segments.filter(({ before, after }) => before.size > 0 && after.size === 0);
  const names = (list: readonly SegmentSums[]) => listed(list.map(({ segment }) => segment));
  if (came.length > 0) {
    const message = `Not there before: ${names(came)}.`;
    found.push(finding('segments_appeared', 'info', { message, hint: null, field: by }));
  }
  if (went.length > 0) {
    const message = `Not there after: ${names(went)}.`;
    found.push(finding('segments_disappeared', 'info', { message, hint: null, field: by }));
  }
  return found;
}

function signs({ terms }: Scene): Issue[] {
  if (!terms.some(({ method }) => method === 'shapley')) return [];
  return [
    finding('shares_by_shapley', 'info', {
      message: 'The product is shared out by Shapley’s value.',
      hint: 'It is asked for, or a factor changes its sign, where logarithms have no answer.',
    }),
  ];
}

function unbased({ terms, by }: Scene): Issue[] {
  const parts = terms.flatMap((term) => term.parts);
  const found = parts.filter(({ effect, value }) => effect === 'unbased' && value !== 0);
  if (found.length === 0) return [];
  return [
    finding('numerator_without_denominator', 'warning', {
      message: `Something above the line, nothing below it: ${listed(found.map(({ segment }) => segment))}.`,
      hint: 'Such a segment has no ratio; what it adds to the total is a part of its own.',
      field: by,
    }),
  ];
}

function negative({ terms, by }: Scene): Issue[] {
  if (!terms.some((term) => term.negative)) return [];
  return [
    finding('negative_weights', 'warning', {
      message: 'Something below the line is negative: weights lie outside of 0 … 1.',
      hint: 'The parts sum to the change, but read mix and rate with care.',
      field: by,
    }),
  ];
}

function emptyColumns({ expr, rows }: Scene): Issue[] {
  const names = measuresIn(expr, columnsOf(rows));
  return (['before', 'after'] as const).flatMap((side) => {
    const missing = names.filter((name) => !rows[side].some((row) => row[name] != null));
    return missing.map((name) =>
      finding('measure_missing', 'warning', {
        message: `No row ${side} the change has “${name}”: it counts as 0.`,
        hint: 'Check that both files have the same columns.',
        field: name,
      }),
    );
  });
}

function nothing({ change }: Scene): Issue[] {
  if (change !== 0) return [];
  return [
    finding('no_change', 'info', {
      message: 'The KPI is the same in both periods; the parts cancel out.',
      hint: null,
    }),
  ];
}
