import { mutation, query, router } from '../../trpc.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { checkManyLinks, createManyLinks } from './bulk-links.ts';
import { checkLinkVerb, createLink, listLinks, removeLink } from './create-link.ts';
import { readGrammar, saveGrammar } from './grammar.ts';
import { proposeLink } from './propose-link.ts';

export const linksRouter = router({
  list: query(listLinks),
  check: query(checkLinkVerb),
  checkMany: query(checkManyLinks),
  propose: query(proposeLink),
  audit: query(auditSpend),
  grammar: query(readGrammar),
  create: mutation(createLink),
  createMany: mutation(createManyLinks),
  remove: mutation(removeLink),
  setGrammar: mutation(saveGrammar),
});

export const spendRouter = router({
  assignments: query(listAssignments),
  assign: mutation(assignSpend),
  unassign: mutation(unassignSpend),
});
