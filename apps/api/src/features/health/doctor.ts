import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostCommand } from '../../cli/command.ts';
import { DASHBOARD, loadStatic, WIDGETS } from '../../doors/static.ts';
import { describeEnv, type Env } from '../../env.ts';
import { openLog } from '../../log.ts';
import { FolderHeld } from '../../stores/data-folder.ts';
import { VERSION } from '../../version.ts';
import type { KeptRows } from '../streams/kept-rows.ts';
import type { Health } from './health.schema.ts';
import type { WorkspaceHealth } from './read-everywhere.ts';

type Finding = { check: string; ok: boolean; message: string; fix: string | null };
const LOW_DISK_BYTES = 2 * 1024 ** 3;

/** Looks at what a start needs, one thing after the other. */
export const doctor: HostCommand = {
  name: 'doctor',
  usage: '',
  summary: 'Says what is wrong with this installation and how to mend it.',
  async host({ env }) {
    const findings = [
      node(),
      await folder(env),
      await disk(env),
      await keyFile(env),
      await stores(env),
      build(),
      ...(await sources(env)),
      ...env.warnings.map((warning) => bad('environment', warning, 'Correct or unset it.')),
    ];
    // A source that is silent makes no installation wrong.
    const failed = findings.filter(({ ok, check }) => !ok && check !== 'sources');
    return {
      json: { version: VERSION, settings: describeEnv(env), ok: failed.length === 0, findings },
      text: () => [...findings.map(shown), summary(failed.length)].join('\n'),
      exit: failed.length === 0 ? 0 : 1,
    };
  },
};

function shown({ check, ok, message, fix }: Finding): string {
  const word = check === 'sources' ? 'warning' : 'error';
  return ok ? `ok: ${message}` : `${word}: ${message}\nfix: ${fix}`;
}

function summary(failed: number): string {
  return failed === 0 ? 'Everything is in order.' : `${failed} to mend.`;
}

const good = (check: string, message: string): Finding => ({ check, ok: true, message, fix: null });
const bad = (check: string, message: string, fix: string): Finding => ({
  check,
  ok: false,
  message,
  fix,
});

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const message = `Node ${process.versions.node} on ${process.platform}-${process.arch}`;
  return major > 22 || (major === 22 && minor >= 18)
    ? good('node', message)
    : bad('node', `${message} is too old.`, 'Start through pnpm, which brings Node 24 along.');
}

async function folder(env: Env): Promise<Finding> {
  try {
    await mkdir(env.dataDir, { recursive: true, mode: 0o700 });
    await access(env.dataDir, constants.R_OK | constants.W_OK);
    return good('folder', `data folder ${env.dataDir}`);
  } catch (error) {
    return bad(
      'folder',
      `The data folder ${env.dataDir} cannot be used: ${(error as Error).message}`,
      'Give this user the right to write there, or set OPENMOPS_DATA_DIR.',
    );
  }
}

async function disk(env: Env): Promise<Finding> {
  const { bavail, bsize } = await statfs(env.dataDir).catch(() => ({ bavail: 0, bsize: 0 }));
  const free = bavail * bsize;
  const message = `${(free / 1024 ** 3).toFixed(1)} GB free`;
  return free > LOW_DISK_BYTES
    ? good('disk', message)
    : bad(
        'disk',
        `Only ${message} for the data folder.`,
        'Make room: imports stop on a full disk.',
      );
}

async function keyFile(env: Env): Promise<Finding> {
  if (env.secret) return good('secret', 'secret from the environment');
  const mode = await stat(join(env.dataDir, 'secret.key')).then(
    (file) => file.mode & 0o077,
    () => null,
  );
  if (mode === null) return good('secret', 'the key file will be made at the first start');
  return mode === 0
    ? good('secret', 'key file, readable by this user only')
    : bad(
        'secret',
        'Others can read the key file.',
        `chmod 600 ${join(env.dataDir, 'secret.key')}`,
      );
}

async function stores(env: Env): Promise<Finding> {
  try {
    const { openInstance } = await import('../../instance.ts');
    const instance = await openInstance({ env, log: openLog({ logLevel: 'fatal' }) });
    try {
      await instance.records.health();
      const facts = await instance.facts.health();
      return good(
        'stores',
        `records in ${instance.records.engine}, facts in ${facts.engine} ${facts.version}`,
      );
    } finally {
      await instance.close();
    }
  } catch (error) {
    if (error instanceof FolderHeld && error.owner?.address) return running(error.owner.address);
    const fix = (error as { hint?: string | null }).hint ?? 'Look at the message above.';
    return bad('stores', (error as Error).message, fix);
  }
}

/** What `openmops health` says, of every workspace; nothing where the stores do not answer. */
async function sources(env: Env): Promise<Finding[]> {
  const { openClient } = await import('../../cli/client.ts');
  const client = await openClient({ env, workspace: null }).catch(() => null);
  if (!client) return [];
  try {
    const all = await client.call<WorkspaceHealth[]>('health.everywhere', {});
    const kept = await client.call<KeptRows>('streams.kept', {});
    return [...streams(kept), ...all.flatMap(({ slug, health }) => sourcesOf(slug, health))];
  } catch (error) {
    return [bad('sources', (error as Error).message, 'Look at the message above.')];
  } finally {
    await client.close();
  }
}

function streams({ arrived, forgotten, lookedAt }: KeptRows): Finding[] {
  if (arrived === 0) return [];
  const looked = lookedAt === null ? 'not looked at yet' : `looked at ${lookedAt.slice(0, 10)}`;
  return [
    good(
      'streams',
      `streams have brought ${arrived} rows, of which ${forgotten} that nobody can ask for are forgotten; ${looked}`,
    ),
  ];
}

function sourcesOf(slug: string, { sources: all }: Health): Finding[] {
  const troubled = all
    .filter(({ says, status }) => says !== null && status !== 'late')
    .map(({ says, hint }) => bad('sources', `${slug}: ${says}`, hint ?? 'See openmops health.'));
  const found = [...troubled, ...endings(slug, all)];
  if (found.length > 0) return found;
  return all.length === 0
    ? []
    : [good('sources', `${slug}: ${all.length} sources bring what is expected`)];
}

/** Sign-ins that end soon, each once; nothing is wrong yet. */
function endings(slug: string, sources: Health['sources']): Finding[] {
  const ending = sources.flatMap(({ streams }) =>
    streams.flatMap(({ findings }) => findings.filter(({ code }) => code === 'sign_in.ends')),
  );
  const once = new Map(ending.map((finding) => [finding.message, finding]));
  return [...once.values()].map(({ message, hint }) => bad('sources', `${slug}: ${message}`, hint));
}

async function running(address: string): Promise<Finding> {
  const answer = await fetch(`${address}/readyz`).catch(() => null);
  if (answer?.ok) return good('stores', `a server runs at ${address} and is ready`);
  const told = (await answer?.json().catch(() => null)) as { reasons?: string[] } | null;
  const why = told?.reasons?.join(' ') ?? '';
  const words = `The server at ${address} is not ready. ${why}`.trim();
  return bad('stores', words, 'Look at its log, then restart it.');
}

function build(): Finding {
  const missing = [
    ...(loadStatic(DASHBOARD, '').has('/index.html') ? [] : ['the dashboard']),
    ...(loadStatic(WIDGETS, '').size > 0 ? [] : ['the widgets']),
  ];
  return missing.length === 0
    ? good('build', 'dashboard and widgets are built')
    : bad('build', `Not built: ${missing.join(' and ')}.`, 'npx --yes pnpm@12 build');
}
