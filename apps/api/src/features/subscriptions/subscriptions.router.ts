import { mutation, query, router } from '../../trpc.ts';
import {
  changeSubscription,
  removeSubscription,
  rotateSubscription,
  testSubscription,
} from './change-subscription.ts';
import { listSent, listSubscriptions, replayDelivery } from './list-subscriptions.ts';
import { subscribe } from './subscribe.ts';

export const subscriptionsRouter = router({
  list: query(listSubscriptions),
  deliveries: query(listSent),
  create: mutation(subscribe),
  change: mutation(changeSubscription),
  rotate: mutation(rotateSubscription),
  remove: mutation(removeSubscription),
  test: mutation(testSubscription),
  replay: mutation(replayDelivery),
});
