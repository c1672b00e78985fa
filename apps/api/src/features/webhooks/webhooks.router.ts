import { mutation, query, router } from '../../trpc.ts';
import { changeWebhook } from './change-webhook.ts';
import { createWebhook } from './create-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { retryRejected } from './retry-rejected.ts';
import { revokeWebhook } from './revoke-webhook.ts';
import { rotateWebhook } from './rotate-webhook.ts';

export const webhooksRouter = router({
  list: query(listWebhooks),
  deliveries: query(listDeliveries),
  create: mutation(createWebhook),
  change: mutation(changeWebhook),
  retry: mutation(retryRejected),
  rotate: mutation(rotateWebhook),
  revoke: mutation(revokeWebhook),
});
