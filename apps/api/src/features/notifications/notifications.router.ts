import { mutation, query, router } from '../../trpc.ts';
import { listNotifications, readNotifications } from './read-notifications.ts';

export const notificationsRouter = router({
  list: query(listNotifications),
  read: mutation(readNotifications),
});
