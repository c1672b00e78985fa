import { dayInZone } from '@openmops/domain/calendar';
import { SAMPLE_SOURCES, sampleExport } from '@openmops/domain/demo';
import * as z from 'zod';
import { verb } from '../../verb.ts';
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

/** One such file: four weeks of the demo company, ending yesterday in the workspace's time zone. */
export const readSample = verb({
  name: 'demo.sample',
  permission: 'sources.read',
  kind: 'read',
  input: SampleInput,
  async run({ workspace, now }, { source }) {
    return sampleExport(source, dayInZone(now, workspace.timeZone));
  },
});
