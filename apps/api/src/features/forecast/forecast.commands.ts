import {
  type Forecast,
  type ForecastMethod,
  forecast,
  type RegularSeries,
  regularSeries,
} from '@openmops/domain/forecast';
import { dayOf, type Issue } from '@openmops/domain/shared';
import { type HostCommand, table, UsageError, type Values } from '../../cli/command.ts';
import { readTimedValues } from '../../cli/read-timed-values.ts';

const forecastFile: HostCommand = {
  name: 'forecast',
  usage: 'FILE.csv --horizon N [--season M] [--level 95] [--method comb]',
  summary: 'What a series (columns t, value) is expected to be, with an interval and a backtest.',
  options: {
    horizon: { type: 'string' },
    season: { type: 'string' },
    level: { type: 'string' },
    method: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async host({ positionals, values }) {
    const path = positionals[0] ?? '';
    const horizon = wholeNumber(values, 'horizon');
    if (horizon === null) throw new UsageError('--horizon is missing: how many steps ahead?');
    const season = wholeNumber(values, 'season');
    const level = percent(values);
    const rows = await readTimedValues(path, 't');
    const series = regularSeries(rows, { today: today(), season });
    const answer = forecast({
      values: series.values,
      horizon,
      season: series.season,
      level: level / 100,
      method: (values.method as ForecastMethod | undefined) ?? 'comb',
      // What was never negative is a count or an amount.
      bounds: series.values.every((value) => value >= 0) ? { min: 0 } : {},
    });
    const json = documentOf({ answer, series, guessed: season === null, horizon });
    return { json, text: () => textOf(json, { answer, series, level }) };
  },
};

type Made = { answer: Forecast; series: RegularSeries; guessed: boolean; horizon: number };

function documentOf({ answer, series, guessed, horizon }: Made) {
  const labels = series.next(horizon);
  const { mase, smape, coverage, beatsSeasonalNaive } = answer.backtest;
  return {
    method: answer.method,
    values: answer.values.map(({ mean, lower, upper }, i) => ({
      t: series.numbered ? Number(labels[i]) : labels[i],
      mean,
      lower,
      upper,
    })),
    backtest: { mase, smape, coverage, beatsSeasonalNaive },
    warnings: [...series.warnings, ...(guessed ? [saidSeason(series)] : []), ...answer.warnings],
  };
}

function saidSeason({ season, step }: RegularSeries): Issue {
  const message =
    season > 1
      ? `One row is one ${step}: a season of ${season} rows is assumed.`
      : `One row is one ${step}: no season is assumed.`;
  const hint = 'Say it with --season M; --season 1 is none.';
  return { code: 'season_guessed', severity: 'info', message, hint, line: null, field: null };
}

function textOf(
  { values, warnings }: ReturnType<typeof documentOf>,
  { answer, level }: { answer: Forecast; series: RegularSeries; level: number },
): string {
  const { mase, smape, coverage, beatsSeasonalNaive, origins } = answer.backtest;
  const shown = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));
  const rows = values.map(({ t, mean, lower, upper }) => [
    String(t),
    shown(mean),
    shown(lower),
    shown(upper),
  ]);
  const tested =
    mase === null && smape === null
      ? 'Not tested: the series is too short.'
      : `Tested on ${origins} past forecasts: MASE ${mase?.toFixed(3) ?? '–'}, sMAPE ${smape?.toFixed(2) ?? '–'} %, ` +
        `${coverage === null ? 'coverage –' : `${(coverage * 100).toFixed(0)} % inside the interval`}; ` +
        `${beatsSeasonalNaive ? 'beats' : 'does not beat'} seasonal naive.`;
  return [
    table(['t', answer.method, `lower ${level} %`, `upper ${level} %`], rows),
    '',
    tested,
    ...warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

function wholeNumber(values: Values, name: string): number | null {
  const text = values[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new UsageError(`--${name} takes a whole number from 1, not ${String(text)}.`);
  }
  return value;
}

function percent(values: Values): number {
  const level = Number(values.level ?? 95);
  if (!(level > 50 && level < 100)) {
    throw new UsageError(
      `--level takes a percentage between 50 and 100, not ${String(values.level)}.`,
    );
  }
  return level;
}

function today() {
  const now = new Date();
  return dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

export const forecastCommands = [forecastFile];
