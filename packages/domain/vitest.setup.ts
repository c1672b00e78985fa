import fc from 'fast-check';

/**
 * Every property is tried on this many cases unless it asks for more. Where code is changed on purpose
 * (`pnpm mutate`) nobody reads the smallest case that fails, so none is looked for.
 */
fc.configureGlobal({
  numRuns: 1000,
  endOnFailure: process.env.STRYKER_MUTATOR_WORKER !== undefined,
});
