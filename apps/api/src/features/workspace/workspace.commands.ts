import type { Workspace } from '@openmops/domain/workspace';
import { type Command, table, UsageError } from '../../cli/command.ts';

type Listed = {
  slug: string;
  name: string;
  currency: string;
  timeZone: string;
  sample: boolean;
  members: number;
};

const create: Command = {
  name: 'workspace create',
  usage: 'SLUG [--name NAME] [--currency EUR] [--timezone Europe/Berlin] [--fiscal-start 1]',
  summary: 'Makes a workspace: a team with its own data, money and calendar.',
  positionals: { min: 1, max: 1 },
  options: {
    name: { type: 'string' },
    currency: { type: 'string' },
    timezone: { type: 'string' },
    'fiscal-start': { type: 'string' },
  },
  async run({ positionals, values, client }) {
    const month = values['fiscal-start'];
    if (month !== undefined && !/^\d{1,2}$/.test(String(month))) {
      throw new UsageError('--fiscal-start is the number of a month, 1 to 12.');
    }
    const workspace = await client.call<Workspace>('workspace.create', {
      slug: positionals[0],
      ...(values.name ? { name: values.name } : {}),
      ...(values.currency ? { currency: values.currency } : {}),
      ...(values.timezone ? { timeZone: values.timezone } : {}),
      ...(month !== undefined ? { fiscalStart: Number(month) } : {}),
    });
    return {
      json: { workspace },
      text: () =>
        `Workspace ${workspace.slug} is there: ${workspace.currency}, ${workspace.timeZone}.`,
    };
  },
};

const list: Command = {
  name: 'workspace list',
  usage: '',
  summary: 'Names the workspaces of this data folder.',
  async run({ client }) {
    const answer = await client.call<{ workspaces: Listed[] }>('workspace.list', {});
    return {
      json: answer,
      text: () =>
        table(
          ['slug', 'name', 'currency', 'time zone', 'members', ''],
          answer.workspaces.map((one) => [
            one.slug,
            one.name,
            one.currency,
            one.timeZone,
            one.members,
            one.sample ? 'sample data' : '',
          ]),
        ),
    };
  },
};

export const workspaceCommands = [create, list];
