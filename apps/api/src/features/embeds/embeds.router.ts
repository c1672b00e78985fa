import { mutation, query, router } from '../../trpc.ts';
import { createEmbed } from './create-embed.ts';
import { listEmbeds } from './list-embeds.ts';
import { readBudgetTile, readGoalTile } from './read-tiles.ts';
import { revokeEmbed } from './revoke-embed.ts';

export const embedsRouter = router({
  list: query(listEmbeds),
  goal: query(readGoalTile),
  budget: query(readBudgetTile),
  create: mutation(createEmbed),
  revoke: mutation(revokeEmbed),
});
