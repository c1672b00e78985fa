import { nextDue } from '@openmops/domain/health';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { lastRuns, listIntegrationRows } from './integration-rows.ts';
import { Integration } from './integrations.schema.ts';
import { signInEnd } from './sign-in-end.ts';

/** Every integration and its last run; never a secret. */
export const listIntegrations = verb({
  name: 'integrations.list',
  permission: 'integrations.read',
  kind: 'read',
  input: z.strictObject({}).prefault({}),
  output: z.array(Integration),
  async run({ db, workspace, now }): Promise<Integration[]> {
    const [rows, last] = await Promise.all([
      listIntegrationRows(db, workspace.id),
      lastRuns(db, workspace.id),
    ]);
    return rows.map((row) => ({
      id: row.id,
      platform: row.platform,
      name: row.name,
      source: row.source,
      settings: row.settings,
      streams: row.streams,
      credentials: row.credential_kind,
      startDay: row.start_day,
      schedule: row.schedule,
      timeZone: workspace.timeZone,
      state: row.paused_at ? 'paused' : 'active',
      lastRun: last.run.get(row.id) ?? null,
      lastSuccess: last.success.get(row.id)?.toISOString() ?? null,
      nextRun: row.paused_at ? null : nextRun(row.schedule, { timeZone: workspace.timeZone, now }),
      createdAt: row.created_at.toISOString(),
      signInEndsAt: instantText(signInEnd(row, workspace.timeZone)),
      signInUntil: row.sign_in_until,
    }));
  },
});

function nextRun(cron: string, at: { timeZone: string; now: number }): string | null {
  const due = nextDue({ cron, timeZone: at.timeZone }, at.now);
  return instantText(due);
}

function instantText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
