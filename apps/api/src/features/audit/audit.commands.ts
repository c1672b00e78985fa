import type { Command } from '../../cli/command.ts';
import type { Chain } from './verify-audit.ts';

type Verified = Chain & { signIns: Chain };

const verify: Command = {
  name: 'audit verify',
  usage: '',
  summary: 'Checks that no entry of the audit trail was changed, moved or removed.',
  async run({ client }) {
    const answer = await client.call<Verified>('audit.verify', {});
    const { signIns } = answer;
    return {
      json: answer,
      text: () => `${words(answer, 'entries')}\n${words(signIns, 'sign-ins')}`,
      exit: answer.broken === null && signIns.broken === null ? 0 : 1,
    };
  },
};

function words({ entries, head, event }: Chain, what: string): string {
  if (event === null) return `${entries} ${what}, whole. Head: ${head || '(none)'}`;
  const { seq, verb, at, why } = event;
  return [
    `error: of the ${what}, ${seq} (${verb}, ${at}) is not whole: ${why}.`,
    `fix: compare with a backup; ${what} up to ${entries} are whole.`,
  ].join('\n');
}

/** The same under the word that people type first. */
const short: Command = { ...verify, name: 'verify' };

export const auditCommands = [verify];
export const verifyCommands = [short];
