import { mutation, query, router } from '../../trpc.ts';
import { createEmbed } from './create-embed.ts';
import { listEmbeds } from './list-embeds.ts';
import { revokeEmbed } from './revoke-embed.ts';

export const embedsRouter = router({
  list: query(listEmbeds),
  create: mutation(createEmbed),
  revoke: mutation(revokeEmbed),
});
