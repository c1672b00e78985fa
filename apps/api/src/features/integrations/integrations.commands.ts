import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { MopsError } from '@openmops/domain/shared';
import { type Answer, type Command, table, UsageError, type Values } from '../../cli/command.ts';
import { numberOption } from '../../cli/options.ts';
import { typedPath } from '../../env.ts';
import type { Integration, IntegrationRun, Restatement } from './integrations.schema.ts';

const HEADINGS = ['run', 'began', 'state', 'rows', 'calls', 'restated days', 'what happened'];

const list: Command = {
  name: 'integration list',
  usage: '',
  summary: 'Connected platforms, their schedule and their last run.',
  async run({ client }): Promise<Answer> {
    const integrations = await client.call<Integration[]>('integrations.list', {});
    const rows = integrations.map((one) => [
      one.id,
      one.platform,
      one.name,
      one.state === 'paused' ? 'paused' : one.schedule,
      one.lastRun?.state ?? 'never ran',
      one.lastSuccess,
      one.signInEndsAt,
    ]);
    const headings = [
      'id',
      'platform',
      'name',
      'schedule',
      'last run',
      'last success',
      'sign-in ends',
    ];
    return {
      json: { integrations },
      text: () => (rows.length === 0 ? 'No integration yet.' : table(headings, rows)),
    };
  },
};

const create: Command = {
  name: 'integration create',
  usage:
    'PLATFORM --credentials FILE [--set NAME=VALUE]… [--stream NAME]… [--name NAME] [--source ID] [--start DAY] [--schedule CRON] [--sign-in-until DAY]',
  summary: 'Connect a platform. The credentials are read from a file, - is standard input.',
  options: {
    credentials: { type: 'string' },
    set: { type: 'string', multiple: true },
    stream: { type: 'string', multiple: true },
    name: { type: 'string' },
    source: { type: 'string' },
    start: { type: 'string' },
    schedule: { type: 'string' },
    'sign-in-until': { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    if (values.credentials === undefined) throw new UsageError('--credentials is missing.');
    const input = { platform: positionals[0], source: values.source, ...(await changes(values)) };
    const created = await client.call<{ id: string }>('integrations.create', input);
    return {
      json: created,
      text: () => `${created.id} is there. Try it: openmops integration sync ${created.id}`,
    };
  },
};

const update: Command = {
  name: 'integration update',
  usage:
    'ID [--credentials FILE] [--set NAME=VALUE]… [--stream NAME]… [--name NAME] [--start DAY] [--schedule CRON] [--sign-in-until DAY]',
  summary: 'Change an integration; what is not named stays.',
  options: {
    credentials: { type: 'string' },
    set: { type: 'string', multiple: true },
    stream: { type: 'string', multiple: true },
    name: { type: 'string' },
    start: { type: 'string' },
    schedule: { type: 'string' },
    'sign-in-until': { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const input = { id: positionals[0], ...(await changes(values)) };
    const changed = await client.call<{ id: string }>('integrations.update', input);
    return { json: changed, text: () => `${changed.id} is changed.` };
  },
};

const sync: Command = {
  name: 'integration sync',
  usage: 'ID',
  summary: 'Read what is new from a platform now.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const run = await client.call<IntegrationRun>('integrations.sync', { id: positionals[0] });
    const failed = run.state !== 'done';
    return {
      json: { run },
      text: () => table(HEADINGS, [runLine(run)]),
      refusals: failed ? [`${run.error}${run.hint ? `\nfix: ${run.hint}` : ''}`] : [],
      exit: failed ? 1 : 0,
    };
  },
};

const runs: Command = {
  name: 'integration runs',
  usage: '[ID] [--limit 50]',
  summary: 'What the last syncs brought, of one integration or of all.',
  options: { limit: { type: 'string' } },
  positionals: { min: 0, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const limit = numberOption(values, 'limit') ?? 50;
    const input = { limit, ...(positionals[0] ? { id: positionals[0] } : {}) };
    const found = await client.call<IntegrationRun[]>('integrations.runs', input);
    return {
      json: { runs: found },
      text: () => (found.length === 0 ? 'No run yet.' : table(HEADINGS, found.map(runLine))),
    };
  },
};

const restatements: Command = {
  name: 'integration restatements',
  usage: 'ID [--limit 50]',
  summary: 'Which days a platform later told otherwise, when, and by how much.',
  options: { limit: { type: 'string' } },
  positionals: { min: 1, max: 1 },
  async run({ positionals, values, client }): Promise<Answer> {
    const limit = numberOption(values, 'limit') ?? 50;
    const found = await client.call<Restatement[]>('integrations.restatements', {
      id: positionals[0],
      limit,
    });
    const rows = found.map((one) => [
      one.stream,
      one.day,
      one.at,
      one.rowsChanged + one.rowsAdded + one.rowsRemoved,
      Object.entries(one.sums)
        .map(([name, { before, after }]) => `${name} ${before} → ${after}`)
        .join(', '),
    ]);
    return {
      json: { restatements: found },
      text: () => table(['stream', 'day', 'restated at', 'rows', 'by how much'], rows),
    };
  },
};

const paused = (word: 'pause' | 'resume' | 'remove', summary: string): Command => ({
  name: `integration ${word}`,
  usage: 'ID',
  summary,
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }): Promise<Answer> {
    const input = { id: positionals[0] };
    const json = await client.call<{ id: string }>(`integrations.${word}`, input);
    return { json, text: () => `${json.id}: done.` };
  },
});

export const integrationCommands: Command[] = [
  list,
  create,
  update,
  sync,
  runs,
  restatements,
  paused('pause', 'Stop the schedule of an integration.'),
  paused('resume', 'Start the schedule of an integration again.'),
  paused('remove', 'Forget an integration. What it has brought stays.'),
];

async function changes(values: Values) {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const credentials = text('credentials');
  const until = text('sign-in-until');
  const set = values.set as string[] | undefined;
  return {
    name: text('name'),
    startDay: text('start'),
    schedule: text('schedule'),
    ...(until === undefined ? {} : { signInUntil: until === 'none' ? null : until }),
    ...(values.stream ? { streams: values.stream } : {}),
    ...(set ? { settings: settingsOf(set) } : {}),
    ...(credentials === undefined ? {} : { credentials: await readCredentials(credentials) }),
  };
}

function settingsOf(pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`--set takes NAME=VALUE, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** From a file, since what stands on a command line can be read by everybody on the machine. */
async function readCredentials(path: string): Promise<unknown> {
  let text: string;
  try {
    text = path === '-' ? await readAll(process.stdin) : await readFile(typedPath(path), 'utf8');
  } catch {
    throw new MopsError(
      'INVALID',
      `The credentials ${path} cannot be read.`,
      'Check the path after --credentials.',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new MopsError(
      'INVALID',
      'The credentials are no JSON.',
      'They look like {"kind":"token","token":"…"}; docs/guides/integrations.md shows those of each platform.',
    );
  }
}

function runLine(run: IntegrationRun): (string | number | null)[] {
  return [run.id, run.startedAt, run.state, run.rows, run.calls, run.restatedDays, run.error];
}
