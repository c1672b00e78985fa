import { query, router } from '../../trpc.ts';
import { listAudit } from './list-audit.ts';
import { verifyAudit } from './verify-audit.ts';

export const auditRouter = router({
  list: query(listAudit),
  verify: query(verifyAudit),
});
