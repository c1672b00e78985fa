import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { fileStore } from '../../stores/files/file-store.ts';
import { verb } from '../../verb.ts';
import { storedFiles } from '../content/stored-files.ts';
import { inTurn } from '../imports/queue.ts';
import { deleteSample, demoState, saveDemoState } from './demo.queries.ts';

/**
 * Takes the sample workspace away: its facts, imports, files, rates, members, keys, audit trail and guest,
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
      const files = await storedFiles(records.system.db, workspace.id);
      await records.system.transaction(async (trx) => {
        await deleteSample(trx, workspace.id, guestId);
        if (state && guestId) await saveDemoState(trx, { ...state, step: 'removed' });
      });
      // After the records: if this is cut short, what is left over belongs to nobody and is never read.
      await facts.drop(workspace.id);
      for (const file of files) await fileStore(instance.env).remove(file);
      return { removed: workspace.slug };
    });
  },
});
