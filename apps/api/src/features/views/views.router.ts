import { mutation, query, router } from '../../trpc.ts';
import { listAutomations, setAutomation } from './automations.ts';
import { listPrevented } from './prevented.ts';
import { readView } from './read-view.ts';

export const viewsRouter = router({
  read: query(readView),
  automations: query(listAutomations),
  prevented: query(listPrevented),
  setAutomation: mutation(setAutomation),
});
