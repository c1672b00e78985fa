import fc from 'fast-check';

/** Code is being changed on purpose (`pnpm mutate`). */
const mutating = process.env.STRYKER_MUTATOR_WORKER !== undefined;

/**
 * Every property is tried on this many cases unless it asks for more. While mutating nobody reads the smallest
 * case that fails, so none is looked for, and what no case of some hundred milliseconds shows is left to other tests.
 */
fc.configureGlobal({
  numRuns: 1000,
  endOnFailure: mutating,
  ...(mutating ? { interruptAfterTimeLimit: 300 } : {}),
});
