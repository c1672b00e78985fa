import { basename } from 'node:path';
import { type Command, table } from '../../cli/command.ts';

type Imported = {
  rates: number;
  kept: number;
  pairs: string[];
  period: { from: string; to: string };
};
type Listed = { from: string; to: string; first: string; last: string; rate: number | null };

const importRates: Command = {
  name: 'rates import',
  usage: 'FILE',
  summary: 'Load exchange rates: columns day, from, to, rate.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }) {
    const path = positionals[0] ?? '';
    const name = path === '-' ? 'rates.csv' : basename(path);
    const { upload } = await client.upload(path, name);
    const done = await client.call<Imported>('rates.import', { upload });
    return {
      json: done,
      text: () =>
        `${done.rates} ${done.rates === 1 ? 'rate' : 'rates'} loaded: ${done.pairs.join(', ')}, ${done.period.from} to ${done.period.to}.${done.kept > 0 ? ` ${done.kept} of closed months stay as they were.` : ''}`,
    };
  },
};

const listRates: Command = {
  name: 'rates list',
  usage: '',
  summary: 'Which exchange rates are loaded.',
  async run({ client }) {
    const rates = await client.call<Listed[]>('rates.list', {});
    return {
      json: { rates },
      text: () =>
        rates.length === 0
          ? 'No exchange rates are loaded.'
          : table(
              ['from', 'to', 'first day', 'last day', 'newest rate'],
              rates.map((one) => [one.from, one.to, one.first, one.last, one.rate]),
            ),
    };
  },
};

export const ratesCommands = [importRates, listRates];
