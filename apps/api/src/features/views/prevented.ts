import * as z from 'zod';
import { verb } from '../../verb.ts';
import { Days, instantsOf } from '../workspace/instants-of.ts';
import { importedInvoices, told } from './count-runs.ts';

const RELEASES = ['streams.quarantine.release', 'streams.mapping.save', 'streams.mapping.restore'];

/** Defects that were stopped before they became numbers: rows released after mending, and what came twice. */
export const listPrevented = verb({
  name: 'views.prevented',
  permission: 'plans.read',
  kind: 'read',
  input: Days,
  output: z.object({
    rowsReleased: z.number().describe('Set aside, mended, and taken in since.'),
    invoicesRefused: z.number().describe('Of files, booked already.'),
    filesRefused: z.number().describe('The same export a second time.'),
  }),
  async run({ db, workspace }, days) {
    const span = instantsOf(days, workspace);
    const { duplicates } = await importedInvoices(db, workspace.id, span);
    return {
      rowsReleased: await told(db, workspace.id, {
        ...{ ...span, verbs: RELEASES },
        of: ({ released }) => Number(released ?? 0),
      }),
      invoicesRefused: duplicates,
      filesRefused: await told(db, workspace.id, {
        ...{ ...span, verbs: ['imports.run'] },
        of: ({ status }) => (status === 'unchanged' ? 1 : 0),
      }),
    };
  },
});
