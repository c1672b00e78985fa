import fc from 'fast-check';

/** Code is being changed on purpose (`pnpm mutate`). */
const mutating = process.env.STRYKER_MUTATOR_WORKER !== undefined;

/** `pnpm fuzz` looks for new cases; the ordinary tests try the same ones each time, so that a failure is the change's. */
const SEED = 20_260_101;
const fuzzing = process.env.OPENMOPS_FUZZ === '1';

/**
 * Every property is tried on this many cases unless it asks for more. While mutating nobody reads the smallest
 * case that fails, so none is looked for, and what no case of a tenth of a second shows is left to other tests.
 */
fc.configureGlobal({
  numRuns: 1000,
  ...(fuzzing ? {} : { seed: SEED }),
  endOnFailure: mutating,
  ...(mutating ? { interruptAfterTimeLimit: 100 } : {}),
});
