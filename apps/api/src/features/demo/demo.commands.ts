import type { SampleExport } from '@openmops/domain/demo';
import type { Command } from '../../cli/command.ts';
import { demoStream } from './print-stream.ts';

const sample: Command = {
  name: 'demo sample',
  usage: 'SOURCE',
  summary: 'Writes a sample file to try the import with: google_ads, meta_ads, ga4, …, invoices',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }) {
    const file = await client.call<SampleExport>('demo.sample', { source: positionals[0] });
    return { json: file, text: () => file.text.trimEnd() };
  },
};

const remove: Command = {
  name: 'demo remove',
  usage: '',
  summary: 'Takes the sample workspace away, and nothing else: --workspace larkfield.',
  async run({ client }) {
    const done = await client.call<{ removed: string }>('demo.remove', {});
    return { json: done, text: () => `The sample workspace ${done.removed} is gone.` };
  },
};

export const demoCommands = [sample, demoStream, remove];
