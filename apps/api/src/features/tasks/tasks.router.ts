import { mutation, query, router } from '../../trpc.ts';
import { activityFeed } from './activity-feed.ts';
import { createInsight, listInsights } from './insights.ts';
import { createTask, listOwners, listTasks, rescheduleTask, updateTask } from './tasks.ts';

export const tasksRouter = router({
  list: query(listTasks),
  owners: query(listOwners),
  create: mutation(createTask),
  update: mutation(updateTask),
  reschedule: mutation(rescheduleTask),
});

export const insightsRouter = router({
  list: query(listInsights),
  create: mutation(createInsight),
});

export const activityRouter = router({ feed: query(activityFeed) });
