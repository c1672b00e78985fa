/** A line as a diff sees it. `key` is the same in every scenario of a plan. */
export type DiffLine = {
  key: string;
  name: string;
  months: readonly number[];
  /** What else is compared: team, channel, goal … */
  fields: Readonly<Record<string, string | null>>;
};

export type LineDiff = {
  key: string;
  name: string;
  kind: 'added' | 'removed' | 'changed';
  beforeMicros: number;
  afterMicros: number;
  deltaMicros: number;
  /** Months by their place from 0 whose amount differs. */
  months: { month: number; beforeMicros: number; afterMicros: number }[];
  fields: { field: string; before: string | null; after: string | null }[];
};

export type PlanDiff = {
  /** In the order of the second list, those that are removed last. */
  lines: LineDiff[];
  added: number;
  removed: number;
  changed: number;
  /** Money that only moved between months of a line. */
  movedMicros: number;
  beforeMicros: number;
  afterMicros: number;
  deltaMicros: number;
  method: 'diff_lines';
  version: 1;
};

/**
 * What differs between two scenarios: lines added, removed and changed in money, in time (months) and
 * in what they are for. The deltas of the lines sum to that of the whole.
 * @example
 * const a = { key: '1', name: 'Search', months: [100, 0], fields: { goal: 'go_1' } };
 * diffLines([a], [{ ...a, months: [60, 40] }]).lines[0].months.length // 2
 * @example diffLines([{ key: '1', name: 'Fair', months: [8], fields: {} }], []).deltaMicros // -8
 */
export function diffLines(before: readonly DiffLine[], after: readonly DiffLine[]): PlanDiff {
  const known = new Map(before.map((line) => [line.key, line]));
  const kept = new Set(after.map(({ key }) => key));
  const lines = [
    ...after.map((line) => diffOf(known.get(line.key) ?? null, line)),
    ...before.filter(({ key }) => !kept.has(key)).map((line) => diffOf(line, null)),
  ].filter((one) => one !== null);
  const count = (kind: LineDiff['kind']) => lines.filter((one) => one.kind === kind).length;
  const beforeMicros = before.reduce((all, line) => all + sum(line.months), 0);
  const afterMicros = after.reduce((all, line) => all + sum(line.months), 0);
  return {
    lines,
    added: count('added'),
    removed: count('removed'),
    changed: count('changed'),
    movedMicros: lines.reduce((all, line) => all + movedOf(line), 0),
    beforeMicros,
    afterMicros,
    deltaMicros: afterMicros - beforeMicros,
    method: 'diff_lines',
    version: 1,
  };
}

function diffOf(before: DiffLine | null, after: DiffLine | null): LineDiff | null {
  const line = after ?? before;
  if (line === null) return null;
  const places = Math.max(before?.months.length ?? 0, after?.months.length ?? 0);
  const months = Array.from({ length: places }, (_, month) => ({
    month,
    beforeMicros: before?.months[month] ?? 0,
    afterMicros: after?.months[month] ?? 0,
  })).filter((one) => one.beforeMicros !== one.afterMicros);
  const names = [
    ...new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})]),
  ];
  const fields = names
    .map((field) => ({
      field,
      before: before?.fields[field] ?? null,
      after: after?.fields[field] ?? null,
    }))
    .filter((one) => one.before !== one.after);
  if (before && after && before.name !== after.name)
    fields.unshift({ field: 'name', before: before.name, after: after.name });
  if (before && after && months.length === 0 && fields.length === 0) return null;
  const [beforeMicros, afterMicros] = [sum(before?.months ?? []), sum(after?.months ?? [])];
  return {
    key: line.key,
    name: line.name,
    kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
    beforeMicros,
    afterMicros,
    deltaMicros: afterMicros - beforeMicros,
    months,
    fields,
  };
}

/** What left some months of a line for others of it. */
function movedOf({ kind, months }: LineDiff): number {
  if (kind !== 'changed') return 0;
  const deltas = months.map((one) => one.afterMicros - one.beforeMicros);
  const up = deltas.reduce((all, one) => all + Math.max(0, one), 0);
  const down = deltas.reduce((all, one) => all - Math.min(0, one), 0);
  return Math.min(up, down);
}

const sum = (months: readonly number[]) => months.reduce((all, one) => all + one, 0);
