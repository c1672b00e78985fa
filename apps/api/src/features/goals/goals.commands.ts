import { formatValue, type Unit } from '@openmops/domain/kpi';
import { scopeFrom } from '@openmops/domain/targets';
import { type Command, table, UsageError, type Values } from '../../cli/command.ts';
import type { GoalReviews, Pace } from './goals.schema.ts';

const percent = (share: number | null) => (share === null ? null : `${(share * 100).toFixed(1)} %`);

const shown = (value: number | null, unit: { kind: string }, currency: string) =>
  value === null ? null : formatValue(value, unit as Unit, { locale: 'en', currency });

const review: Command = {
  name: 'goals review',
  usage: '[--period FY2027Q1] [--as-of YYYY-MM-DD]',
  summary: 'Were the goals reached, the activities done, and which of the two is short.',
  options: { period: { type: 'string' }, 'as-of': { type: 'string' } },
  async run({ values, client }) {
    const answer = await client.call<GoalReviews>('goals.review', when(values));
    return { json: answer, text: () => reviewText(answer) };
  },
};

function reviewText({ goals, period, asOf, currency }: GoalReviews): string {
  if (goals.length === 0) return 'There are no goals yet. Make one in the dashboard.';
  const rows = goals.map(({ goal, standing, review: { done, achieved, verdict } }) => [
    goal.name,
    shown(standing?.target.value ?? null, goal.unit, currency),
    shown(standing?.actual ?? null, goal.unit, currency),
    percent(achieved.attainment),
    `${done.done} of ${done.expected}`,
    verdict.replaceAll('_', ' '),
  ]);
  const headings = ['goal', 'target', 'actual', 'attained', 'activities', 'verdict'];
  const said = goals.flatMap(({ goal, review: { answers, verdictSays } }) => [
    '',
    goal.name,
    ...answers.map(({ question, says }) => `  ${question} ${says}`),
    `  ${verdictSays}`,
  ]);
  const label = period.label ?? `${period.from} to ${period.to}`;
  return [table(headings, rows), '', `${label}, as of ${asOf}.`, ...said].join('\n');
}

const pace: Command = {
  name: 'pace',
  usage:
    'GOAL|KPI [--target N] [--kind reach|stayBelow] [--period FY2027Q1 | --from YYYY-MM-DD --to YYYY-MM-DD] [--filter dim=value]… [--as-of YYYY-MM-DD]',
  summary: 'What should be there by now, what is still needed each day, and where it will end.',
  positionals: { min: 1, max: 1 },
  options: {
    target: { type: 'string' },
    kind: { type: 'string' },
    period: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    filter: { type: 'string', multiple: true },
    'as-of': { type: 'string' },
  },
  async run({ positionals: [of = ''], values, client }) {
    const answer = await client.call<Pace>('goals.pace', { of, ...paceOptions(values) });
    const { standing, ...rest } = answer;
    return { json: { ...rest, ...standing }, text: () => paceText(answer) };
  },
};

function paceOptions(values: Values) {
  const { target, kind, from, to, filter } = values;
  const number = target === undefined ? undefined : Number(target);
  if (number !== undefined && (!Number.isFinite(number) || String(target).trim() === ''))
    throw new UsageError('--target is a number, like 400000.');
  if (kind !== undefined && kind !== 'reach' && kind !== 'stayBelow')
    throw new UsageError('--kind is reach or stayBelow.');
  if ((from === undefined) !== (to === undefined))
    throw new UsageError('--from and --to belong together.');
  if (from !== undefined && values.period !== undefined)
    throw new UsageError('Give a --period, or --from and --to.');
  const scope = scopeFrom(
    ((filter ?? []) as string[]).map((one) => {
      const at = one.indexOf('=');
      if (at < 1) throw new UsageError(`--filter is written dim=value, not ${one}.`);
      return [one.slice(0, at), one.slice(at + 1)] as const;
    }),
  );
  return {
    ...when(values),
    scope,
    ...(number === undefined ? {} : { target: number }),
    ...(kind === undefined ? {} : { kind }),
    ...(from === undefined ? {} : { from, to }),
  };
}

function when({ period, 'as-of': asOf }: Values) {
  return {
    ...(period === undefined ? {} : { period: String(period) }),
    ...(asOf === undefined ? {} : { asOf: String(asOf) }),
  };
}

function paceText({ name, unit, currency, standing }: Pace): string {
  const said = (value: number | null) => shown(value, unit, currency);
  const { target, projected, daysLeft } = standing;
  const interval = projected?.interval;
  const rows: [string, string | null][] = [
    ['target', said(target.value)],
    [`actual to ${standing.until}`, said(standing.actual)],
    ['expected by then', said(standing.expected)],
    ['pace', standing.pace?.toFixed(3) ?? null],
    ['per day so far', said(standing.currentPerDay)],
    [`needed per day (${daysLeft} left)`, said(standing.requiredPerDay)],
    ['end at this pace', said(standing.runRate)],
    ['end by forecast', said(projected?.value ?? null)],
    ...(interval
      ? [
          [
            `${interval.level * 100} % between`,
            `${said(interval.low)} and ${said(interval.high)}`,
          ] as [string, string],
        ]
      : []),
  ];
  const { label, from, to } = standing.period;
  const days = label === null ? `${from} to ${to}` : `${label} (${from} to ${to})`;
  return [
    `${name}, ${days}`,
    table(['', ''], rows).trimStart(),
    standing.reason,
    ...standing.warnings.map(({ message }) => `Note: ${message}`),
  ].join('\n');
}

export const goalCommands = [review];
export const paceCommands = [pace];
