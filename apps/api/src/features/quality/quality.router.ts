import { mutation, query, router } from '../../trpc.ts';
import { closeIssue, retestIssue, takeIssue, updateIssue } from './change-issue.ts';
import { addRule, muteRule, removeRule } from './change-rules.ts';
import { listIssues, listRules, readIssue, readQuality } from './list-quality.ts';
import { runAudit } from './run-audit.ts';

export const qualityRouter = router({
  read: query(readQuality),
  rules: query(listRules),
  issues: query(listIssues),
  issue: query(readIssue),
  audit: mutation(runAudit),
  take: mutation(takeIssue),
  update: mutation(updateIssue),
  retest: mutation(retestIssue),
  close: mutation(closeIssue),
  addRule: mutation(addRule),
  removeRule: mutation(removeRule),
  mute: mutation(muteRule),
});
