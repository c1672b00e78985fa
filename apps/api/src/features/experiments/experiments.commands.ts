import {
  detectableEffect,
  type ExperimentCounts,
  type ExperimentReading,
  planShares,
  type ReadMethod,
  readExperiment,
} from '@openmops/domain/experiments';
import { type HostCommand, table, UsageError, type Values } from '../../cli/command.ts';

const METHODS = ['frequentist', 'bayesian', 'sequential'];

const experiment: HostCommand = {
  name: 'experiment',
  usage:
    '--control 250/5000 --variant 300/5000 [--planned-share 0.5] [--method frequentist|bayesian|sequential] [--level 95] [--planned-per-arm N] [--direction up|down], or --plan --baseline 0.05 --mde 0.01 [--power 0.8] [--per-arm N]',
  summary: 'Reads a test of two arms from its counts, or plans how many cases one needs.',
  options: {
    control: { type: 'string' },
    variant: { type: 'string' },
    'planned-share': { type: 'string' },
    'planned-per-arm': { type: 'string' },
    method: { type: 'string' },
    direction: { type: 'string' },
    level: { type: 'string' },
    plan: { type: 'boolean' },
    baseline: { type: 'string' },
    mde: { type: 'string' },
    power: { type: 'string' },
    'per-arm': { type: 'string' },
  },
  async host({ values }) {
    return values.plan ? plan(values) : reading(values);
  },
};

function reading(values: Values) {
  const asked = choice(values, 'method', METHODS) as ReadMethod | undefined;
  const share = number(values, 'planned-share');
  const perArm = number(values, 'planned-per-arm');
  const direction = choice(values, 'direction', ['up', 'down']) as 'up' | 'down' | undefined;
  const input: ExperimentCounts = {
    control: counts(values, 'control'),
    variant: counts(values, 'variant'),
    level: levelOf(values),
    ...(asked && { method: asked }),
    ...(share !== null && { plannedShare: share }),
    ...(perArm !== null && { plannedPerArm: perArm }),
    ...(direction && { direction }),
  };
  const json = readExperiment(input);
  return { json, text: () => readingText(json) };
}

function plan(values: Values) {
  const baseline = number(values, 'baseline');
  const mde = number(values, 'mde');
  const perArm = number(values, 'per-arm');
  if (baseline === null) throw new UsageError('--plan needs --baseline: 0.05 is five percent.');
  if (mde === null && perArm === null) {
    throw new UsageError('--plan needs --mde (0.01 is one point), or --per-arm to see what shows.');
  }
  const power = number(values, 'power') ?? 0.8;
  const variantShare = number(values, 'planned-share') ?? 0.5;
  const design = { baseline, level: levelOf(values), power, variantShare };
  const needed = mde === null ? null : planShares({ ...design, effect: mde });
  const detectable =
    perArm === null
      ? null
      : detectableEffect({ ...design, control: perArm, direction: mde && mde < 0 ? 'down' : 'up' });
  const json = {
    method: 'two-proportion-z',
    version: 1,
    baseline,
    mde,
    level: design.level,
    power,
    plannedShare: variantShare,
    perArm: needed?.perArm ?? null,
    control: needed?.control ?? null,
    variant: needed?.variant ?? null,
    total: needed?.total ?? null,
    exact: needed?.exact ?? null,
    detectable: perArm === null ? null : { perArm, effect: detectable },
    warnings:
      needed && perArm !== null && perArm < needed.perArm
        ? [tooSmall(perArm, needed.perArm, detectable)]
        : [],
  };
  return { json, text: () => planText(json) };
}

function tooSmall(perArm: number, needed: number, detectable: number | null) {
  const seen = detectable === null ? 'no effect at all' : `${points(detectable)} points or more`;
  return {
    code: 'audience_too_small',
    severity: 'warning',
    message: `${grouped(perArm)} per arm are fewer than the ${grouped(needed)} needed: they show ${seen}.`,
    hint: 'Run longer, or look for a larger effect.',
    line: null,
    field: null,
  };
}

function readingText(read: ExperimentReading): string {
  const { low, high } = read.difference.interval;
  const arms = table(
    ['', 'converted', 'of', 'share %', 'from %', 'to %'],
    (['control', 'variant'] as const).map((arm) => {
      const { part, whole, share, interval } = read[arm];
      return [arm, part, whole, percent(share), percent(interval.low), percent(interval.high)];
    }),
  );
  const relative = read.relative
    ? `Relative: ${signed(read.relative.estimate)} % (${signed(read.relative.interval.low)} to ${signed(read.relative.interval.high)}).`
    : null;
  return [
    arms,
    '',
    `Difference: ${points(read.difference.estimate)} points (${points(low)} to ${points(high)}).`,
    relative,
    read.z == null ? null : `z ${read.z.toFixed(3)}.`,
    read.split &&
      `Split: chi-square ${read.split.chiSquare.toFixed(3)}, p ${read.split.pValue.toPrecision(3)}.`,
    read.verdict.text,
    ...read.warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function planText(json: {
  perArm: number | null;
  total: number | null;
  mde: number | null;
  detectable: { perArm: number; effect: number | null } | null;
}): string {
  const { perArm, total, mde, detectable } = json;
  return [
    perArm !== null &&
      mde !== null &&
      `${grouped(perArm)} cases per arm, ${grouped(total ?? 0)} in all, show ${points(mde)} points.`,
    detectable &&
      `${grouped(detectable.perArm)} per arm show ${detectable.effect === null ? 'no effect that is possible' : `${points(detectable.effect)} points or more`}.`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** `250/5000` → converted and all cases. */
function counts(values: Values, name: 'control' | 'variant') {
  const text = String(values[name] ?? '');
  const match = /^(\d+)\s*\/\s*(\d+)$/.exec(text.trim());
  if (match) return { part: Number(match[1]), whole: Number(match[2]) };
  throw new UsageError(
    `--${name} takes converted cases of all cases, like 250/5000${text ? `, not ${text}` : ''}.`,
  );
}

function number(values: Values, name: string): number | null {
  const text = values[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} takes a number, not ${String(text)}.`);
}

/** 95 or 0.95. */
function levelOf(values: Values): number {
  const level = number(values, 'level') ?? 95;
  const share = level > 1 ? level / 100 : level;
  if (share > 0.5 && share < 1) return share;
  throw new UsageError(`--level takes a percentage between 50 and 100, not ${level}.`);
}

function choice(values: Values, name: string, known: string[]): string | undefined {
  const text = values[name];
  if (text === undefined || known.includes(String(text))) return text as string | undefined;
  throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${String(text)}.`);
}

const percent = (share: number) => Number((share * 100).toFixed(2));
const points = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(2)}`;
const signed = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;
const grouped = (value: number) => value.toLocaleString('en-US');

export const experimentsCommands = [experiment];
