import { mutation, query, router } from '../../trpc.ts';
import { createStrategy, removeStrategy, updateStrategy } from './change-strategy.ts';
import { readFriction } from './friction.ts';
import { readMaturity, saveMaturity } from './maturity.ts';
import { listStrategies, listVersions, readGaps, readStrategy } from './show-strategy.ts';

export const strategyRouter = router({
  list: query(listStrategies),
  get: query(readStrategy),
  gaps: query(readGaps),
  versions: query(listVersions),
  create: mutation(createStrategy),
  update: mutation(updateStrategy),
  remove: mutation(removeStrategy),
});

export const maturityRouter = router({
  read: query(readMaturity),
  friction: query(readFriction),
  save: mutation(saveMaturity),
});
