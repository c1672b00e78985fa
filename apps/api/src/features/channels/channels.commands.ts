import {
  AI_BY_SOURCE,
  ALL_LISTS,
  assignChannel,
  type ChannelOptions,
  type CustomGroup,
  GA4_2026_05,
  GOOGLE_LIST,
  GROUPINGS,
  parseCustomGroup,
} from '@openmops/domain/channels';
import { MopsError } from '@openmops/domain/shared';
import { type HostCommand, table, UsageError, type Values } from '../../cli/command.ts';
import { readColumns } from '../../cli/read-columns.ts';
import { readText } from '../../cli/read-text.ts';

const channel: HostCommand = {
  name: 'channel',
  usage: 'FILE.csv [--group FILE.json]… [--ai-by-source] [--sources all|google] [--grouping ID]',
  summary: 'The channel of each row’s source, medium and campaign, and the rule that says so.',
  options: {
    group: { type: 'string', multiple: true },
    'ai-by-source': { type: 'boolean' },
    sources: { type: 'string' },
    grouping: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async host({ positionals: [path = ''], values }) {
    const options = await readOptions(values);
    const rows = (await readColumns(path, ['source', 'medium', 'campaign'])).map(({ cells }) => {
      const { source = '', medium = '', campaign = '' } = cells;
      const answer = assignChannel({ source, medium, campaign }, options);
      const rule = `${answer.rule}: ${answer.reason}`;
      return { source, medium, campaign, channel: answer.channel, rule };
    });
    return {
      json: { rows },
      text: () =>
        table(
          ['source', 'medium', 'campaign', 'channel', 'rule'],
          rows.map((row) => [row.source, row.medium, row.campaign, row.channel, row.rule]),
        ),
    };
  },
};

async function readOptions(values: Values): Promise<ChannelOptions> {
  const id = values.grouping ?? GA4_2026_05.id;
  const grouping = Object.values(GROUPINGS).find((one) => one.id === id);
  if (!grouping) throw new UsageError(`--grouping is one of ${Object.keys(GROUPINGS).join(', ')}.`);
  const lists = values.sources ?? 'all';
  if (lists !== 'all' && lists !== 'google') throw new UsageError('--sources is all or google.');
  const custom = await Promise.all(((values.group ?? []) as string[]).map(readGroup));
  if (values['ai-by-source']) custom.push(AI_BY_SOURCE);
  return { grouping, custom, sources: lists === 'all' ? ALL_LISTS : GOOGLE_LIST };
}

async function readGroup(path: string): Promise<CustomGroup> {
  const text = await readText(path);
  try {
    return parseCustomGroup(JSON.parse(text));
  } catch (error) {
    if (error instanceof MopsError) throw error;
    throw new MopsError('INVALID', `${path} is no JSON: ${(error as Error).message}`);
  }
}

export const channelCommands = [channel];
