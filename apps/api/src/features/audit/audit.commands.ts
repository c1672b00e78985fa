import type { Command } from '../../cli/command.ts';

type Verified = { entries: number; head: string; broken: number | null };

const verify: Command = {
  name: 'audit verify',
  usage: '',
  summary: 'Checks that no entry of the audit trail was changed, moved or removed.',
  async run({ client }) {
    const answer = await client.call<Verified>('audit.verify', {});
    return {
      json: answer,
      text: () =>
        answer.broken === null
          ? `${answer.entries} entries, whole. Head: ${answer.head || '(none)'}`
          : `error: entry ${answer.broken} does not follow from the one before it.\nfix: compare with a backup; entries up to ${answer.entries} are whole.`,
      exit: answer.broken === null ? 0 : 1,
    };
  },
};

export const auditCommands = [verify];
