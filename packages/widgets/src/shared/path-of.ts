/** A point of a drawing; null where the value is undefined: the line has a gap there. */
export type Point = readonly [x: number, y: number] | null;

const at = ([x, y]: readonly [number, number]) => `${+x.toFixed(2)},${+y.toFixed(2)}`;

/** The runs of points between gaps. */
function runsOf(points: Point[]): (readonly [number, number])[][] {
  const runs: (readonly [number, number])[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/**
 * A line through points, as the `d` of an SVG path; a point alone is a dot where line caps are round.
 * @example lineOf([[0, 1], [2, 3], null, [4, 5]]) // 'M0,1L2,3h0M4,5h0'
 */
export const lineOf = (points: Point[]) =>
  runsOf(points)
    .map((run) => `M${run.map(at).join('L')}h0`)
    .join('');

/** The area between a line and a base. */
export const areaOf = (points: Point[], base: number) =>
  runsOf(points)
    .map(
      (run) =>
        `M${at([run[0]?.[0] ?? 0, base])}L${run.map(at).join('L')}L${at([run.at(-1)?.[0] ?? 0, base])}Z`,
    )
    .join('');
