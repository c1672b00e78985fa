import { mutation, query, router } from '../../trpc.ts';
import { assignSpend, listAssignments, unassignSpend } from './assign-spend.ts';
import { auditSpend } from './audit-spend.ts';
import { checkManyLinks, createManyLinks } from './bulk-links.ts';
import { linkChoicesVerb } from './choices.ts';
import { checkLinkVerb, createLink, removeLink } from './create-link.ts';
import { drawLink } from './draw-link.ts';
import { listGrammars, previewGrammar, readGrammar, saveGrammar } from './grammar.ts';
import { listLinks, readClicks } from './list-links.ts';
import { proposeLink } from './propose-link.ts';
import { restoreLink } from './restore-link.ts';

export const linksRouter = router({
  list: query(listLinks),
  check: query(checkLinkVerb),
  checkMany: query(checkManyLinks),
  propose: query(proposeLink),
  audit: query(auditSpend),
  choices: query(linkChoicesVerb),
  clicks: query(readClicks),
  qr: query(drawLink),
  grammar: query(readGrammar),
  grammars: query(listGrammars),
  previewGrammar: query(previewGrammar),
  create: mutation(createLink),
  createMany: mutation(createManyLinks),
  remove: mutation(removeLink),
  restore: mutation(restoreLink),
  setGrammar: mutation(saveGrammar),
});

export const spendRouter = router({
  assignments: query(listAssignments),
  assign: mutation(assignSpend),
  unassign: mutation(unassignSpend),
});
