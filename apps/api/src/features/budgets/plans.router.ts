import { mutation, query, router } from '../../trpc.ts';
import { allocate } from './allocate.ts';
import { changeLines, undoChanges } from './change-lines.ts';
import { createPlan, listPlans, setPlanTotal, setTargets } from './create-plan.ts';
import { listChanges } from './list-changes.ts';
import { decideRevision, listRevisions, promoteScenario } from './promote-scenario.ts';
import { listLines, readPlan } from './read-plan.ts';
import { addScenario, compareScenarios, dropScenario } from './scenarios.ts';
import { approvePlan, lockPlan, rejectPlan, submitPlan, withdrawPlan } from './step-plan.ts';

export const plansRouter = router({
  list: query(listPlans),
  get: query(readPlan),
  lines: query(listLines),
  changes: query(listChanges),
  compare: query(compareScenarios),
  revisions: query(listRevisions),
  create: mutation(createPlan),
  setTotal: mutation(setPlanTotal),
  setTargets: mutation(setTargets),
  change: mutation(changeLines),
  undo: mutation(undoChanges),
  allocate: mutation(allocate),
  addScenario: mutation(addScenario),
  dropScenario: mutation(dropScenario),
  promote: mutation(promoteScenario),
  decideRevision: mutation(decideRevision),
  submit: mutation(submitPlan),
  approve: mutation(approvePlan),
  reject: mutation(rejectPlan),
  withdraw: mutation(withdrawPlan),
  lock: mutation(lockPlan),
});
