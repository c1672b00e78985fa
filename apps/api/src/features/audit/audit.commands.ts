import type { Command } from '../../cli/command.ts';

type Chain = { entries: number; head: string; broken: number | null };
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

function words({ entries, head, broken }: Chain, what: string): string {
  return broken === null
    ? `${entries} ${what}, whole. Head: ${head || '(none)'}`
    : `error: of the ${what}, ${broken} does not follow from the one before it.\nfix: compare with a backup; ${what} up to ${entries} are whole.`;
}

/** The same under the word that people type first. */
const short: Command = { ...verify, name: 'verify' };

export const auditCommands = [verify];
export const verifyCommands = [short];
