import type { Funnel } from '@openmops/domain/funnel';
import { type Command, table, UsageError } from '../../cli/command.ts';
import type { StageBasis } from './read-stages.ts';

const share = (value: number | null) => (value === null ? null : `${(value * 100).toFixed(1)} %`);

const funnel: Command = {
  name: 'funnel',
  usage: '[--from DAY] [--to DAY] [--of people|deals]',
  summary: 'How many came into each stage, and how far those of a period went.',
  options: { from: { type: 'string' }, to: { type: 'string' }, of: { type: 'string' } },
  async run({ values, client }) {
    const { of = 'people' } = values;
    if (of !== 'people' && of !== 'deals') throw new UsageError('--of is people or deals.');
    // Without days: everybody who ever came in.
    const { from = '1970-01-02', to = '2099-12-31' } = values;
    const found = await client.call<Funnel & StageBasis>('lifecycle.funnel', { from, to, of });
    const headings = ['stage', 'count', 'from the stage before', 'from the first', 'median days'];
    const rows = found.steps.map((step) => [
      step.name,
      step.count,
      share(step.fromPrevious),
      share(step.fromFirst),
      step.medianSeconds === null ? null : (step.medianSeconds / 86_400).toFixed(1),
    ]);
    const said = found.warnings.map(({ message }) => message).join('\n');
    const text = () =>
      [table(headings, rows), `By ${found.definition}.`, said].join('\n').trimEnd();
    return { json: found, text };
  },
};

export const lifecycleCommands = [funnel];
