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
  /** Grows with every change of records or facts; null: other processes may change them too. */
  version(): number | null;
  /** Ms since 1970. */
  now(): number;
  /** Address of links that people open. */
  address(): string;
  /** Says where the server answers: to links, and to the command line through the lock. */
  announce(address: string): void;
  /** Work that is to end before the stores close. */
  beforeClose(work: () => Promise<void>): void;
  close(): Promise<void>;
};

/** Takes the data folder, opens both stores and brings them up to date. */
export async function openInstance(options: {
  env: Env;
  log: Log;
  /** When the caller has locked it already. */
  folder?: DataFolder | null;
}): Promise<Instance> {
  const { env, log } = options;
  const folder = options.folder ?? (isEmbedded(env) ? await lockFolder(env.dataDir) : null);
  try {
    const secret = env.secret ?? folderSecret(env.dataDir);
    const { records, facts } = await openStores(env, log);
    return assemble({ env, log, folder, records, facts, secret, now: Date.now });
  } catch (error) {
    folder?.release();
    throw error;
  }
}

/** With two servers as stores, several processes may work on one installation. */
export function isEmbedded(env: Env): boolean {
  return env.databaseUrl === null || env.clickhouseUrl === null;
}

/** When one fails, the other is closed again. */
async function openStores(env: Env, log: Log): Promise<{ records: Records; facts: FactStore }> {
  const onError = (error: Error) =>
    log.error({ why: error.message }, 'connection to PostgreSQL lost');
  const opening = openRecords({ databaseUrl: env.databaseUrl, folder: env.dataDir, onError });
  const open = () => openFacts({ env, folder: env.dataDir });
  const [records, facts] = await Promise.allSettled([
    opening,
    // Of processes that share both stores, one at a time looks after the tables; a process alone
    // opens both stores at once, since each takes its time.
    isEmbedded(env) ? open() : opening.then((known) => known.alone('facts', open)),
  ]);
  if (records.status === 'fulfilled' && facts.status === 'fulfilled') {
    return { records: records.value, facts: facts.value };
  }
  if (records.status === 'fulfilled') await records.value.close();
  if (facts.status === 'fulfilled') await facts.value.close();
  throw records.status === 'rejected' ? records.reason : (facts as PromiseRejectedResult).reason;
}

/** The parts as one; also used by tests, which bring their own. */
export function assemble(
  parts: Omit<Instance, 'auth' | 'address' | 'announce' | 'version' | 'beforeClose' | 'close'>,
): Instance {
  let closing: Promise<void> | null = null;
  const endings: (() => Promise<void>)[] = [];
  let address = `http://${parts.env.host}:${parts.env.port}`;
  const shared = parts.env.databaseUrl !== null || parts.env.clickhouseUrl !== null;
  const published = countPublishing(parts.facts);
  return {
    ...parts,
    version: () => (shared ? null : parts.records.version() + published()),
    address: () => parts.env.publicUrl ?? address,
    announce(served) {
      address = served;
      parts.folder?.announce(served);
    },
    auth: openAuth(parts),
    beforeClose: (work) => void endings.push(work),
    close() {
      closing ??= (async () => {
        await Promise.all(endings.map((end) => end()));
        await parts.facts.close();
        await parts.records.close();
        parts.folder?.release();
      })();
      return closing;
    },
  };
}

/** How often facts have become visible or have gone; counted when begun and when done. */
function countPublishing(facts: FactStore): () => number {
  let changes = 0;
  const { publish, drop, restore } = facts;
  const counted =
    <A extends unknown[]>(change: (...args: A) => Promise<void>) =>
    async (...args: A) => {
      changes++;
      await change.apply(facts, args).finally(() => changes++);
    };
  Object.assign(facts, {
    publish: counted(publish),
    drop: counted(drop),
    restore: counted(restore),
  });
  return () => changes;
}
