import { mustBe } from '../statistics/index.ts';
import type { Bounds } from './interval.ts';

type Asked = {
  values: ArrayLike<number>;
  horizon: number;
  season?: number;
  level?: number;
  bounds?: Partial<Bounds>;
};

/** Refuses what cannot be forecast; a season that is not there twice is none. */
export function checkTask(input: Asked) {
  const { horizon, season = 1, level = 0.95 } = input;
  const values = Float64Array.from(input.values);
  const huge = values.findIndex((value) => Math.abs(value) > LARGEST && Number.isFinite(value));
  mustBe(
    huge < 0,
    `Value ${huge + 1} is ${values[huge]}, more than a forecast can be exact about.`,
    'Give the series in a larger unit, so that it stays below 1e15.',
  );
  const bad = values.findIndex((value) => !Number.isFinite(value));
  mustBe(
    bad < 0,
    `Value ${bad + 1} is ${values[bad]}.`,
    'Give finite numbers; fill gaps before, or leave the row out of a dated series.',
  );
  mustBe(
    values.length >= 3,
    `${values.length} values are no history.`,
    'Give at least three values; two seasons and more make a forecast.',
  );
  mustBe(
    values.length <= 100_000,
    `${values.length} values are too many.`,
    'Sum them to a coarser time unit: hours, days, weeks.',
  );
  mustBe(
    Number.isInteger(horizon) && horizon >= 1 && horizon <= 1000,
    `A horizon of ${horizon} is none.`,
    'Give whole steps from 1 to 1000.',
  );
  mustBe(
    Number.isInteger(season) && season >= 1 && season <= 10_000,
    `A season of ${season} steps is none.`,
    'Give whole steps: 12 for months, 7 for days, 1 for none.',
  );
  mustBe(
    level > 0.5 && level < 1,
    `A level of ${level} is none.`,
    'Give a share between 0.5 and 1: 0.95.',
  );
  const { min = -Infinity, max = Infinity } = input.bounds ?? {};
  mustBe(
    min < max,
    `No value lies between ${min} and ${max}.`,
    'Give a lower bound that is below the upper one.',
  );
  return {
    values,
    horizon,
    level,
    season: values.length >= 2 * season ? season : 1,
    bounds: { min, max },
  };
}

/** Beyond this, squares of squares leave what a number can hold exactly enough. */
const LARGEST = 1e15;
