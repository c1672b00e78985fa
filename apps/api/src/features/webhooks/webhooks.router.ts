import { mutation, query, router } from '../../trpc.ts';
import { createWebhook } from './create-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { revokeWebhook } from './revoke-webhook.ts';
import { rotateWebhook } from './rotate-webhook.ts';

export const webhooksRouter = router({
  list: query(listWebhooks),
  deliveries: query(listDeliveries),
  create: mutation(createWebhook),
  rotate: mutation(rotateWebhook),
  revoke: mutation(revokeWebhook),
});
