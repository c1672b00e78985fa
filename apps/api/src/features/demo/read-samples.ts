import { dayInZone } from '@openmops/domain/calendar';
import { SAMPLE_SOURCES, sampleExport } from '@openmops/domain/demo';
import { invoiceFile } from '@openmops/domain/demo/plan';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { demoState } from './demo.queries.ts';
import { SampleInput } from './demo.schema.ts';

/** Of which sources there are files to try the import with. */
export const listSamples = verb({
  name: 'demo.samples',
  permission: 'sources.read',
  kind: 'read',
  input: z.strictObject({}).optional(),
  async run() {
    return { samples: [...SAMPLE_SOURCES] };
  },
});

/**
 * One such file: four weeks of the demo company, ending yesterday in the workspace's time zone. `invoices`: those of
 * the month that is over, for the sample workspace as its orders are.
 */
export const readSample = verb({
  name: 'demo.sample',
  permission: 'sources.read',
  kind: 'read',
  input: SampleInput,
  async run({ workspace, now, instance }, { source }) {
    const today = dayInZone(now, workspace.timeZone);
    if (source !== 'invoices') return sampleExport(source, today);
    const loaded = workspace.sample ? await demoState(instance.records.system.db) : null;
    return invoiceFile(loaded?.today ?? today);
  },
});
