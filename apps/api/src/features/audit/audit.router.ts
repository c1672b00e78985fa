import { query, router } from '../../trpc.ts';
import { listAudit } from './list-audit.ts';
import { listSignIns } from './list-sign-ins.ts';
import { verifyAudit } from './verify-audit.ts';

export const auditRouter = router({
  list: query(listAudit),
  signIns: query(listSignIns),
  verify: query(verifyAudit),
});
