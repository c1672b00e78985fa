import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Actor } from '../../actor.ts';
import { verb } from '../../verb.ts';
import { forgetExpectation, saveExpectation } from './health.queries.ts';
import { ExpectInput } from './health.schema.ts';
import { watchSources } from './watch-sources.ts';

/** Says when the next data of a source is due, or that it is learned again. */
export const expectSource = verb({
  name: 'health.expect',
  permission: 'streams.write',
  kind: 'write',
  input: ExpectInput,
  output: z.object({ source: z.string(), every: z.string().nullable() }),
  async run(ctx, { source, every, why }) {
    const { db, workspace, audit, actor, now, instance } = ctx;
    const known = await watchSources({ instance, workspace, db, now });
    if (!known.some(({ id }) => id === source)) throw noSource(source);
    const place = { workspaceId: workspace.id, source };
    audit({ source, every });
    if (every === null) {
      await forgetExpectation(db, place);
      return { source, every: null };
    }
    await saveExpectation(db, place, {
      everyHours: every.hours,
      graceHours: every.graceHours,
      workdaysOnly: every.workdaysOnly,
      why,
      setBy: whoIs(actor),
      setAt: new Date(now),
    });
    return { source, every: `${every.hours} h` };
  },
});

export function noSource(source: string): MopsError {
  return new MopsError(
    'NOT_FOUND',
    `There is no source ${source} here.`,
    'openmops health shows the ids.',
  );
}

/** A name that stays readable after the person is gone. */
export function whoIs(actor: Actor): string {
  return 'name' in actor ? actor.name : actor.kind === 'local' ? 'command line' : 'OpenMOps';
}
