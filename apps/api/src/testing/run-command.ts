import { parseArgs } from 'node:util';
import type { Client } from '../cli/client.ts';
import type { Answer, Command } from '../cli/command.ts';
import { localCall } from '../doors/local-call.ts';
import type { Instance } from '../instance.ts';

/**
 * Runs a command that only calls verbs over an open instance, instead of opening a folder each time.
 *
 * @example await runCommand(instance, webhookCommands, ['webhook', 'list']) // { exit, text, json }
 */
export async function runCommand(
  instance: Instance,
  commands: readonly Command[],
  words: string[],
  workspace: string | null = null,
): Promise<Answer> {
  const line = words.join(' ');
  const command = commands.find(({ name }) => line === name || line.startsWith(`${name} `));
  if (!command) throw new Error(`There is no command for: ${line}`);
  const args = words.slice(command.name.split(' ').length);
  const { options, run } = command;
  const { positionals, values } = parseArgs({
    args,
    options: options ?? {},
    allowPositionals: true,
  });
  const client = {
    call: <T>(verb: string, input: unknown) => localCall<T>(instance, { verb, input, workspace }),
  } as Client;
  return run({ positionals, values: values as never, client, workspace });
}
