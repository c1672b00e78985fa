/**
 * The score of the Numenta Anomaly Benchmark (Lavin & Ahmad 2015, arXiv:1510.03336): each window counts once, by how
 * early it is found; alerts outside cost by how far they lie behind a window; the first 15 % are not scored; one
 * threshold for all series; 0 is silence, 100 is perfect.
 */
export type NabSeries = { values: Float64Array; windows: [from: number, to: number][] };

/** From the fixture, where the windows of a series follow its values. */
export function nabSeries(unpacked: Float64Array[]): NabSeries[] {
  return unpacked.flatMap((values, i) => {
    if (i % 2 === 1) return [];
    const ends = unpacked[i + 1] ?? new Float64Array();
    const windows = Array.from({ length: ends.length / 2 }, (_, j): [number, number] => [
      ends[2 * j] as number,
      ends[2 * j + 1] as number,
    ]);
    return [{ values, windows }];
  });
}

type Profile = { falseAlert: number; missed: number };

const PROFILES = {
  standard: { falseAlert: 0.11, missed: 1 },
  'few false alerts': { falseAlert: 0.22, missed: 1 },
  'few misses': { falseAlert: 0.11, missed: 2 },
} as const satisfies Record<string, Profile>;

/** From 1 (early in the window) over 0 (its end) to -1 (far behind it). */
const worth = (place: number) => (place > 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

type Point = { score: number; window: number; weight: number };

/** What an alert at each value would be worth; `window` is -1 outside. */
function pointsOf({ values, windows }: NabSeries, scores: number[], firstWindow: number): Point[] {
  const skip = Math.min(Math.floor(0.15 * values.length), 750);
  const points: Point[] = [];
  let next = 0;
  scores.forEach((score, i) => {
    while (next < windows.length && i > (windows[next]?.[1] ?? 0)) next++;
    if (i < skip) return;
    const [from = 0, to = 0] = windows[next] ?? [];
    if (next < windows.length && i >= from) {
      const place = -(to - i + 1) / (to - from + 1);
      points.push({ score, window: firstWindow + next, weight: worth(place) / worth(-1) });
      return;
    }
    const behind = windows[next - 1];
    const weight = behind ? worth((i - behind[1]) / (behind[1] - behind[0])) : -1;
    points.push({ score, window: -1, weight });
  });
  return points;
}

function scoreOf(points: Point[], windows: number, { falseAlert, missed }: Profile): number {
  const found = new Map<number, number>();
  const silence = -missed * windows;
  let [sum, best] = [silence, silence];
  points.forEach(({ score, window, weight }, i) => {
    const before = found.get(window) ?? -missed;
    if (window < 0) sum += weight * falseAlert;
    else if (weight > before) {
      sum += weight - before;
      found.set(window, weight);
    }
    if (points[i + 1]?.score !== score) best = Math.max(best, sum);
  });
  return (100 * (best - silence)) / (windows - silence);
}

/** The scores by profile of a detector that gives one number for each value of a series. */
export function nabScores(series: NabSeries[], detect: (values: Float64Array) => number[]) {
  let windows = 0;
  const points = series.flatMap((one) => {
    const all = pointsOf(one, detect(one.values), windows);
    windows += one.windows.length;
    return all;
  });
  const sorted = points.sort((a, b) => b.score - a.score);
  return Object.fromEntries(
    Object.entries(PROFILES).map(([name, profile]) => [name, scoreOf(sorted, windows, profile)]),
  ) as Record<keyof typeof PROFILES, number>;
}
