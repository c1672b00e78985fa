import fc from 'fast-check';

/** The same cases each time, as in the domain package; `pnpm fuzz` tries new ones. */
if (process.env.OPENMOPS_FUZZ !== '1') fc.configureGlobal({ seed: 20_260_101 });
