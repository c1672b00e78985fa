import { mutation, query, router } from '../../trpc.ts';
import { createActivity, listActivities, removeActivity, updateActivity } from './activities.ts';
import { readAlignment, setOrphanRule } from './alignment.ts';
import { checkIn, readWeek, undoCheckIn } from './check-in.ts';
import { createGoal, listTemplates, updateGoal } from './goals.ts';
import { listGoals } from './list-goals.ts';
import { createObjective, listObjectives, updateObjective } from './objectives.ts';
import { readPace } from './pace.ts';
import { readGoal } from './read-goal.ts';
import { reviewGoals } from './review-goals.ts';
import { addSurveyValue, endSurveyValue } from './survey-values.ts';
import { endTargetVerb, setTargets } from './targets.ts';

export const objectivesRouter = router({
  list: query(listObjectives),
  create: mutation(createObjective),
  update: mutation(updateObjective),
});

export const goalsRouter = router({
  templates: query(listTemplates),
  list: query(listGoals),
  read: query(readGoal),
  review: query(reviewGoals),
  pace: query(readPace),
  create: mutation(createGoal),
  update: mutation(updateGoal),
  setTargets: mutation(setTargets),
  endTarget: mutation(endTargetVerb),
  addValue: mutation(addSurveyValue),
  endValue: mutation(endSurveyValue),
});

export const activitiesRouter = router({
  list: query(listActivities),
  week: query(readWeek),
  create: mutation(createActivity),
  update: mutation(updateActivity),
  remove: mutation(removeActivity),
  checkIn: mutation(checkIn),
  undoCheckIn: mutation(undoCheckIn),
});

export const alignmentRouter = router({
  read: query(readAlignment),
  setRule: mutation(setOrphanRule),
});
