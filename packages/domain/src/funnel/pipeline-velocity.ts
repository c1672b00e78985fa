import { mustBe, mustBePositive, mustBeShare } from '../statistics/check.ts';

export type PipelineVelocity = {
  /** Value won per day, in the unit of the average deal. */
  perDay: number;
  /** What a tenth more of each would add per day; a tenth fewer days for the cycle. */
  levers: { opportunities: number; winRate: number; averageDeal: number; cycleDays: number };
  method: 'pipeline-velocity';
  version: 1;
};

/**
 * What a pipeline wins per day: opportunities × win rate × average deal ÷ length of the cycle in days.
 * Refuses negative counts and amounts, a win rate outside 0 … 1 and a cycle that is not above 0.
 * @example pipelineVelocity({ opportunities: 50, winRate: 0.25, averageDeal: 25000, cycleDays: 60 }).perDay.toFixed(2) // '5208.33'
 */
export function pipelineVelocity(input: {
  opportunities: number;
  /** Share of opportunities that are won, 0 … 1. */
  winRate: number;
  averageDeal: number;
  cycleDays: number;
}): PipelineVelocity {
  const { opportunities, winRate, averageDeal, cycleDays } = input;
  mustBe(
    opportunities >= 0 && Number.isFinite(opportunities),
    `${opportunities} opportunities are none.`,
    'Give a count from 0 on.',
  );
  mustBeShare('The win rate', winRate);
  mustBe(
    averageDeal >= 0 && Number.isFinite(averageDeal),
    `An average deal of ${averageDeal} is none.`,
    'Give an amount from 0 on.',
  );
  mustBePositive('The cycle in days', cycleDays);
  const perDay = (opportunities * winRate * averageDeal) / cycleDays;
  mustBe(Number.isFinite(perDay), 'The velocity is beyond all numbers.', 'Check the amounts.');
  const tenth = perDay / 10;
  return {
    perDay,
    levers: {
      opportunities: tenth,
      winRate: Math.min(tenth, winRate > 0 ? perDay / winRate - perDay : 0),
      averageDeal: tenth,
      cycleDays: perDay / 0.9 - perDay,
    },
    method: 'pipeline-velocity',
    version: 1,
  };
}
