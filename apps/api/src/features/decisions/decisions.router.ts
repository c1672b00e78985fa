import { mutation, query, router } from '../../trpc.ts';
import {
  createDecision,
  decide,
  removeDecision,
  reviewDecision,
  updateDecision,
} from './change-decision.ts';
import { readEffect } from './effect.ts';
import { attachEvidence, detachEvidence } from './evidence.ts';
import { listDecisions, readDecision, topDecisions } from './show-decision.ts';

export const decisionsRouter = router({
  list: query(listDecisions),
  top: query(topDecisions),
  get: query(readDecision),
  effect: query(readEffect),
  create: mutation(createDecision),
  update: mutation(updateDecision),
  attach: mutation(attachEvidence),
  detach: mutation(detachEvidence),
  decide: mutation(decide),
  review: mutation(reviewDecision),
  remove: mutation(removeDecision),
});
