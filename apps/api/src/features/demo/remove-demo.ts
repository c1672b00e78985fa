import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { inTurn } from '../imports/queue.ts';
import { deleteSample, demoState, saveDemoState } from './demo.queries.ts';

/**
 * Takes the sample workspace away: its facts, imports, rates, members, keys, audit trail and guest,
 * and nothing else. It does not come back at the next start.
 */
export const removeDemo = verb({
  name: 'demo.remove',
  permission: 'workspace.write',
  // The audit trail goes with its workspace, so the removal is kept in the state of the instance.
  kind: 'long',
  input: z.strictObject({}).optional(),
  async run({ workspace, instance }) {
    if (!workspace.sample) {
      throw new MopsError(
        'PRECONDITION',
        `${workspace.name} is not sample data, so it is not removed.`,
        'Switch to the sample workspace first.',
      );
    }
    const { records, facts } = instance;
    return inTurn(instance, workspace.id, async () => {
      const state = await demoState(records.system.db);
      const guestId = state?.workspaceId === workspace.id ? state.guestId : null;
      await records.system.transaction(async (trx) => {
        await deleteSample(trx, workspace.id, guestId);
        if (state && guestId) await saveDemoState(trx, { ...state, step: 'removed' });
      });
      // After the records: if this is cut short, what is left over belongs to nobody and is never read.
      await facts.drop(workspace.id);
      return { removed: workspace.slug };
    });
  },
});
