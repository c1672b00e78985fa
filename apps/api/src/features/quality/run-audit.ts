import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { inTurn } from '../imports/queue.ts';
import { openAudit } from './open-audit.ts';
import type { QualityRun } from './quality.schema.ts';
import { runChecks } from './run-checks.ts';
import { type IssueChanges, saveRun } from './save-results.ts';

export type AuditAnswer = QualityRun & { issues: IssueChanges };

/** Checks everything now. No check at all is a failed run, never a green one. */
export const runAudit = verb({
  name: 'quality.audit',
  permission: 'quality.write',
  kind: 'long',
  input: z.strictObject({}).prefault({}),
  run: ({ instance, workspace, transact, audit }) =>
    auditNow({ instance, workspace, begunBy: 'hand' }, (work) =>
      transact(async (trx) => {
        const answer = await work(trx);
        audit(detailsOf(answer));
        return answer;
      }),
    ),
});

type Auditing = { instance: Instance; workspace: Workspace; begunBy: 'schedule' | 'hand' };
type Transact = (work: (trx: Trx) => Promise<AuditAnswer>) => Promise<AuditAnswer>;

function auditNow(of: Auditing, transact: Transact): Promise<AuditAnswer> {
  const { instance, workspace, begunBy } = of;
  return inTurn(instance, `quality:${workspace.id}`, async () => {
    const startedAt = new Date(instance.now());
    const results = await runChecks(await openAudit(instance, workspace));
    return transact(async (trx) => {
      const now = new Date(instance.now());
      const place = { workspaceId: workspace.id, begunBy, startedAt, now };
      const { run, issues } = await saveRun(trx, results, place);
      return { ...run, issues };
    });
  });
}

const detailsOf = ({ id, state, rules, failed, issues }: AuditAnswer) => ({
  ...{ run: id, state, rules, failed },
  ...issues,
});

/** The same on schedule, in the name of OpenMOps itself. */
export function auditOnSchedule(instance: Instance, workspace: Workspace): Promise<AuditAnswer> {
  const scoped = instance.records.scoped(workspace.id);
  return auditNow({ instance, workspace, begunBy: 'schedule' }, (work) =>
    scoped.transaction(async (trx) => {
      const answer = await work(trx);
      await appendAudit(trx, {
        workspaceId: workspace.id,
        at: new Date(instance.now()),
        actor: { kind: 'system' },
        verb: 'quality.audit',
        inputDigest: '',
        details: detailsOf(answer),
        requestId: newId('req'),
      });
      return answer;
    }),
  );
}
