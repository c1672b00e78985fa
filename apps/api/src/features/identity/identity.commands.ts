import { type Command, table, UsageError } from '../../cli/command.ts';
import type { ShownProposal } from './list-duplicates.ts';

type Found = { total: number; resolvedAt: string | null; duplicates: ShownProposal[] };

const duplicates: Command = {
  name: 'duplicates',
  usage: '[--of contact|account] [--limit N]',
  summary: 'Records that are likely there twice, the surest first, with the reason.',
  options: { of: { type: 'string' }, limit: { type: 'string' } },
  async run({ values, client }) {
    const { of = 'contact', limit = '50' } = values;
    if (of !== 'contact' && of !== 'account') throw new UsageError('--of is contact or account.');
    if (!/^[1-9]\d{0,2}$/.test(String(limit)))
      throw new UsageError('--limit is a number from 1 to 500.');
    const found = await client.call<Found>('identity.duplicates', { of, limit: Number(limit) });
    const headings = ['records', 'keep', 'similarity', 'reason'];
    const rows = found.duplicates.map(({ records, keep, similarity, pairs }) => [
      records.join(', '),
      keep,
      Number(similarity.toFixed(2)),
      pairs[0]?.reason ?? '',
    ]);
    const text = () =>
      found.total === 0
        ? 'No duplicates are proposed.'
        : `${table(headings, rows)}\n${rows.length} of ${found.total} proposals.`;
    return { json: found, text };
  },
};

export const identityCommands = [duplicates];
