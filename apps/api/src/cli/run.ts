import { parseArgs } from 'node:util';
import { MopsError } from '@openmops/domain/shared';
import { type Env, readEnv, typedPath } from '../env.ts';
import { nearest } from '../nearest.ts';
import type { StreamingClient } from './client.ts';
import {
  type Answer,
  type Command,
  type HostCommand,
  type StreamingCommand,
  UsageError,
} from './command.ts';
import { COMMANDS } from './commands.ts';

type AnyCommand = Command | HostCommand | StreamingCommand;
type Output = { out(text: string): void; err(text: string): void };
type Globals = { dataDir: string | null; workspace: string | null; json: boolean; help: boolean };

const CONSOLE: Output = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
};

/** Runs one command line and answers its exit status: 0 done, 1 refused, 2 wrong usage. */
export async function run(args: string[], output: Output = CONSOLE): Promise<0 | 1 | 2> {
  const json = args.includes('--json');
  try {
    const { globals, rest } = splitGlobals(args);
    if (rest.length === 0 || (globals.help && !COMMANDS[rest[0] ?? ''])) {
      output.out(await overview());
      return rest.length === 0 && !globals.help ? 2 : 0;
    }
    const command = await findCommand(rest);
    if (globals.help) {
      output.out(`openmops ${command.name} ${command.usage}\n\n${command.summary}`);
      return 0;
    }
    const answer = await runCommand(command, { rest, globals, out: output.out });
    for (const refusal of answer.refusals ?? []) output.err(refusal);
    const text = globals.json ? jsonOf(answer) : answer.text();
    if (text !== '') output.out(text);
    return answer.exit ?? 0;
  } catch (error) {
    return report(error, json, output);
  }
}

function jsonOf({ json, jsonText }: Answer): string {
  if (jsonText) return jsonText();
  return json === undefined ? '' : JSON.stringify(json, null, 2);
}

async function runCommand(
  command: AnyCommand,
  { rest, globals, out }: { rest: string[]; globals: Globals; out: Output['out'] },
): Promise<Answer> {
  const { positionals, values } = parseCommand(command, rest);
  const env = settings(globals);
  if ('host' in command) return command.host({ positionals, values, env, json: globals.json });
  const client = lazyClient(env, globals.workspace);
  try {
    return await ('stream' in command
      ? command.stream({ positionals, values, client, json: globals.json, out })
      : command.run({ positionals, values, client, workspace: globals.workspace }));
  } finally {
    await client.close();
  }
}

/** Opens nothing until a command asks for something: wrong usage is answered at once. */
function lazyClient(env: Env, workspace: string | null): StreamingClient {
  let opening: Promise<StreamingClient> | null = null;
  const open = () => {
    opening ??= import('./client.ts').then(({ openClient }) => openClient({ env, workspace }));
    return opening;
  };
  return {
    call: async (verb, input) => (await open()).call(verb, input),
    upload: async (path, name) => (await open()).upload(path, name),
    ingest: async (given) => (await open()).ingest(given),
    close: async () => {
      if (opening) await opening.then((client) => client.close()).catch(() => {});
    },
  };
}

function settings(globals: Globals): Env {
  const env = readEnv();
  for (const warning of env.warnings) process.stderr.write(`warning: ${warning}\n`);
  return globals.dataDir ? { ...env, dataDir: typedPath(globals.dataDir) } : env;
}

/** Global options may stand anywhere; what is left belongs to the command. */
function splitGlobals(args: string[]): { globals: Globals; rest: string[] } {
  const globals: Globals = { dataDir: null, workspace: null, json: false, help: false };
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [name, inline] = splitOption(args[index] ?? '');
    if (name === '--') {
      rest.push(...args.slice(index));
      break;
    }
    if (name === '--json') globals.json = true;
    else if (name === '--help' || name === '-h') globals.help = true;
    else if (name === '--data-dir' || name === '--workspace') {
      const value = inline ?? args[++index];
      if (!value || value.startsWith('--')) throw new UsageError(`${name} needs a value.`);
      if (name === '--data-dir') globals.dataDir = value;
      else globals.workspace = value;
    } else rest.push(args[index] ?? '');
  }
  return { globals, rest };
}

function splitOption(arg: string): [name: string, inline: string | null] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
  return at < 0 ? [arg, null] : [arg.slice(0, at), arg.slice(at + 1)];
}

async function findCommand(words: string[]): Promise<AnyCommand> {
  const first = words[0] ?? '';
  const load = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (!load) {
    const near = nearest(first, Object.keys(COMMANDS));
    throw new UsageError(`There is no command ${first}. Did you mean ${near}?`);
  }
  const commands = await load();
  const matches = commands.filter((command) =>
    command.name.split(' ').every((word, index) => words[index] === word),
  );
  const best = matches.sort((a, b) => b.name.length - a.name.length)[0];
  if (best) return best;
  throw new UsageError(
    `openmops ${first} needs one of: ${commands.map(({ name }) => name).join(', ')}.`,
  );
}

function parseCommand(command: AnyCommand, rest: string[]) {
  const args = rest.slice(command.name.split(' ').length);
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args,
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw usage(command, (error as Error).message);
  }
  const { min, max } = command.positionals ?? { min: 0, max: 0 };
  const { positionals, values } = parsed;
  if (positionals.length < min) throw usage(command, 'Something is missing.');
  if (positionals.length > max) throw usage(command, `${positionals[max]} is too much.`);
  return { positionals, values };
}

function usage(command: AnyCommand, message: string): UsageError {
  return new UsageError(`${message}\nUsage: openmops ${command.name} ${command.usage}`.trim());
}

function report(error: unknown, json: boolean, output: Output): 1 | 2 {
  const wrongUsage = error instanceof UsageError;
  const known = error instanceof MopsError || wrongUsage;
  const message = error instanceof Error ? error.message : String(error);
  const shown = {
    code: error instanceof MopsError ? error.code : wrongUsage ? 'INVALID' : 'INTERNAL',
    message,
    hint: error instanceof MopsError ? error.hint : wrongUsage ? 'See openmops --help.' : null,
  };
  output.err(`error: ${shown.message}${shown.hint ? `\nfix: ${shown.hint}` : ''}`);
  if (!known && error instanceof Error) output.err(error.stack ?? '');
  if (json) output.out(JSON.stringify({ error: shown }, null, 2));
  return wrongUsage ? 2 : 1;
}

async function overview(): Promise<string> {
  const all = (await Promise.all(Object.values(COMMANDS).map((load) => load()))).flat();
  const lines = all.map(
    ({ name, usage: rest, summary }) => `  ${`${name} ${rest}`.trim()}\n      ${summary}`,
  );
  return [
    'openmops: marketing operations, one trusted number out of every door.',
    '',
    ...lines,
    '',
    'Everywhere: --data-dir DIR   --workspace SLUG   --json   --help',
  ].join('\n');
}
