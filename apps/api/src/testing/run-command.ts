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
  [noun, word, ...args]: string[],
): Promise<Answer> {
  const name = `${noun} ${word}`;
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`There is no command ${name}.`);
  const { options, run } = command;
  const { positionals, values } = parseArgs({
    args,
    options: options ?? {},
    allowPositionals: true,
  });
  const client = {
    call: <T>(verb: string, input: unknown) =>
      localCall<T>(instance, { verb, input, workspace: null }),
  } as Client;
  return run({ positionals, values: values as never, client });
}
