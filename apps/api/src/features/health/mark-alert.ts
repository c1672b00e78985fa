import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { acceptLooks } from './accept-looks.ts';
import { findAlert, markAlert, toAlert } from './alerts.queries.ts';
import { whoIs } from './expect-source.ts';
import { Alert } from './health.schema.ts';

const why = z.string().trim().max(500).nullable().default(null);

/** Says that somebody looks after it. What was told of another look of records is then the usual one. */
export const acknowledgeAlert = verb({
  name: 'health.acknowledge',
  permission: 'streams.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(60), why }),
  output: Alert,
  async run({ db, workspace, actor, now, audit }, input) {
    const alert = await openAlert(db, workspace.id, input.id);
    audit({ alert: alert.id, source: alert.source, cause: alert.cause });
    await markAlert(
      db,
      { workspaceId: workspace.id, id: alert.id },
      { acknowledged_at: new Date(now), acknowledged_by: whoIs(actor), why: input.why },
    );
    if (alert.cause === 'drift') await acceptLooks(db, workspace.id, alert);
    return reread(db, workspace.id, alert.id);
  },
});

/** Puts it off until an instant: it is not shown before, and stays open. */
export const snoozeAlert = verb({
  name: 'health.snooze',
  permission: 'streams.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(60), hours: z.number().int().min(1).max(720), why }),
  output: Alert,
  async run({ db, workspace, actor, now, audit }, input) {
    const alert = await openAlert(db, workspace.id, input.id);
    audit({ alert: alert.id, source: alert.source, hours: input.hours });
    const until = new Date(now + input.hours * 3_600_000);
    await markAlert(
      db,
      { workspaceId: workspace.id, id: alert.id },
      { snoozed_until: until, snoozed_by: whoIs(actor), why: input.why },
    );
    return reread(db, workspace.id, alert.id);
  },
});

async function openAlert(db: Parameters<typeof findAlert>[0], workspaceId: string, id: string) {
  const alert = await findAlert(db, workspaceId, id);
  if (!alert)
    throw new MopsError('NOT_FOUND', 'There is no such alert here.', 'openmops health alerts');
  if (alert.resolved_at !== null)
    throw new MopsError('PRECONDITION', 'This alert has ended.', 'There is nothing left to do.');
  return alert;
}

async function reread(db: Db | Parameters<typeof findAlert>[0], workspaceId: string, id: string) {
  return toAlert(await openAlert(db, workspaceId, id));
}
