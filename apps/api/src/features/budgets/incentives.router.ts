import { mutation, query, router } from '../../trpc.ts';
import { changeIncentive, createIncentive, payForIncentive } from './change-incentives.ts';
import { listIncentives } from './list-incentives.ts';

export const incentivesRouter = router({
  list: query(listIncentives),
  create: mutation(createIncentive),
  change: mutation(changeIncentive),
  pay: mutation(payForIncentive),
});
