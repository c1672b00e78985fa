import type { Env } from './env.ts';
import { type Auth, openAuth } from './features/session/open-auth.ts';
import type { Log } from './log.ts';
import { type DataFolder, folderSecret, lockFolder } from './stores/data-folder.ts';
import { openFacts } from './stores/facts/open.ts';
import type { FactStore } from './stores/facts/port.ts';
import { openRecords, type Records } from './stores/records/records.ts';

/** One running OpenMOps: its settings, its two stores, and who may speak to it. */
export type Instance = {
  env: Env;
  /** Null: both stores are servers, so several processes may share them. */
  folder: DataFolder | null;
  records: Records;
  facts: FactStore;
  auth: Auth;
  /** Signs sessions and embed tokens. */
  secret: string;
  log: Log;
  /** Ms since 1970. */
  now(): number;
  /** Address of links that people open. */
  address(): string;
  /** Says where the server answers: to links, and to the command line through the lock. */
  announce(address: string): void;
  close(): Promise<void>;
};

/** Takes the data folder, opens both stores and brings them up to date. */
export async function openInstance(options: { env: Env; log: Log }): Promise<Instance> {
  const { env, log } = options;
  const embedded = env.databaseUrl === null || env.clickhouseUrl === null;
  const folder = embedded ? await lockFolder(env.dataDir) : null;
  const opened: { close(): Promise<void> }[] = [];
  try {
    const secret = env.secret ?? folderSecret(env.dataDir);
    const records = await openRecords({
      databaseUrl: env.databaseUrl,
      folder: env.dataDir,
      onError: (error) => log.error({ err: error }, 'connection to PostgreSQL lost'),
    });
    opened.push(records);
    const facts = await openFacts({ env, folder: env.dataDir });
    opened.push(facts);
    return assemble({ env, log, folder, records, facts, secret, now: Date.now });
  } catch (error) {
    for (const store of opened.reverse()) await store.close();
    folder?.release();
    throw error;
  }
}

/** The parts as one; also used by tests, which bring their own. */
export function assemble(
  parts: Omit<Instance, 'auth' | 'address' | 'announce' | 'close'>,
): Instance {
  let closing: Promise<void> | null = null;
  let address = `http://${parts.env.host}:${parts.env.port}`;
  return {
    ...parts,
    address: () => parts.env.publicUrl ?? address,
    announce(served) {
      address = served;
      parts.folder?.announce(served);
    },
    auth: openAuth({ db: parts.records.raw, env: parts.env, secret: parts.secret, log: parts.log }),
    close() {
      closing ??= (async () => {
        await parts.facts.close();
        await parts.records.close();
        parts.folder?.release();
      })();
      return closing;
    },
  };
}
