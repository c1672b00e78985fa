import type { Command, HostCommand } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';

type Written = { file: string; bytes: number; tables: Record<string, number> };

const backup: Command = {
  name: 'backup',
  usage: 'FILE',
  summary: 'Writes records and facts into one file, also while a server runs.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }) {
    const file = typedPath(positionals[0] ?? '');
    const written = await client.call<Written>('backup.write', { file });
    return {
      json: written,
      text: () => `${written.file}: ${(written.bytes / 1024 ** 2).toFixed(1)} MB.`,
    };
  },
};

const restore: HostCommand = {
  name: 'restore',
  usage: 'FILE',
  summary: 'Brings a backup back into an empty data folder.',
  positionals: { min: 1, max: 1 },
  async host({ positionals, env }) {
    const { readBackup } = await import('./read-backup.ts');
    const restored = await readBackup(typedPath(positionals[0] ?? ''), env);
    const note = restored.sameKey
      ? ''
      : '\nThe folder has a key of its own: everybody signs in again, embed tokens are made anew, and the secrets of integrations, webhooks and subscriptions are entered again. To keep them, restore with the former secret.key (or OPENMOPS_SECRET) in place.';
    return { json: restored, text: () => `Restored into ${env.dataDir}.${note}` };
  },
};

export const backupCommands = [backup];
export const restoreCommands = [restore];
