import type { Issue } from '../shared/issue.ts';
import type { Base, ExperimentCounts } from './read-experiment.ts';
import { fewestExpected, grouped, isEarly } from './verdict.ts';

/** Below so many expected cases the normal approximation is rough, though there is a verdict. */
const ROUGH_BELOW = 10;

/** What the reader of an experiment must know before acting on it. */
export function readWarnings(reading: Base, input: ExperimentCounts): Issue[] {
  const warnings: Issue[] = [];
  const add = (code: string, severity: Issue['severity'], message: string, hint: string) =>
    warnings.push({ code, severity, message, hint, line: null, field: null });
  const { split, method, control } = reading;
  warnings.push(...(split?.warnings ?? []));
  const fewest = fewestExpected(reading);
  if (fewest < ROUGH_BELOW) {
    add(
      'few_cases',
      'warning',
      `One would expect only ${fewest.toFixed(1)} conversions or non-conversions in the smaller group.`,
      'Read the Newcombe interval, and wait for more cases.',
    );
  }
  if (isEarly(reading, input)) {
    add(
      'stopped_early',
      'warning',
      `This is a look before the planned ${grouped(input.plannedPerArm ?? 0)} cases per arm.`,
      'Wait for the planned end, or read it with the sequential method.',
    );
  } else if (method === 'frequentist' && input.plannedPerArm === undefined) {
    add(
      'one_look',
      'info',
      'This p-value holds for one look, at an end that was planned before.',
      'When you look more often, read it with the sequential method.',
    );
  }
  if (method === 'bayesian' && !input.prior) {
    add(
      'flat_prior',
      'info',
      'Every effect was held equally likely before; large effects are rarer than that.',
      'Give a prior from earlier tests.',
    );
  }
  if (control.part === 0) {
    add(
      'no_baseline',
      'warning',
      'Nobody converted in the control: there is no relative effect.',
      'Read the difference.',
    );
  }
  return warnings;
}
