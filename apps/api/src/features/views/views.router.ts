import { mutation, query, router } from '../../trpc.ts';
import { listAutomations, setAutomation } from './automations.ts';
import { channelReturns } from './channel-returns.ts';
import { listPrevented } from './prevented.ts';
import { readView } from './read-view.ts';

export const viewsRouter = router({
  read: query(readView),
  automations: query(listAutomations),
  channelReturns: query(channelReturns),
  prevented: query(listPrevented),
  setAutomation: mutation(setAutomation),
});
