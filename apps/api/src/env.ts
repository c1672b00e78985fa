import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { nearest } from './nearest.ts';
import { isWeakSecret } from './secret.ts';

const WORKSPACE_ROOT = resolve(import.meta.dirname, '../../..');

const flag = z
  .enum(['0', '1', 'false', 'true'])
  .transform((text) => text === '1' || text === 'true');

const url = (schemes: string[]) =>
  z.string().refine(
    (text) => {
      try {
        return schemes.includes(new URL(text).protocol);
      } catch {
        return false;
      }
    },
    `is no address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  );

function isNetwork(text: string): boolean {
  const [ip = '', bits = ''] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(ip)] ?? -1;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
}

/** Every variable that OpenMOps reads: its rule, and one line for the documentation. */
const VARIABLES = {
  OPENMOPS_DATA_DIR: z.string().min(1).default('data').describe('Folder of the embedded stores.'),
  OPENMOPS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4600)
    .describe('Port to serve on.'),
  OPENMOPS_HOST: z.string().min(1).default('127.0.0.1').describe('Address to serve on.'),
  OPENMOPS_PUBLIC_URL: url(['http:', 'https:'])
    .optional()
    .describe('Address under which browsers reach the server; https turns secure cookies on.'),
  OPENMOPS_DEMO: flag
    .prefault('1')
    .describe('0: do not load the sample company into an empty folder.'),
  OPENMOPS_SECRET: z
    .string()
    .optional()
    .describe('Signs sessions and embed tokens. Default: a key file made at the first start.'),
  OPENMOPS_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .describe('Addresses of proxies whose X-Forwarded-For is believed, comma separated.'),
  OPENMOPS_STAND_INS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^[a-z][a-z0-9_]*=http:\/\/(127\.\d+\.\d+\.\d+|\[::1\]):\d+$/,
            'is not of the form platform=http://127.0.0.1:PORT',
          ),
      ),
    )
    .describe(
      'Addresses on this machine that stand for platforms, to try integrations without them.',
    ),
  OPENMOPS_ALLOWED_NETWORKS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine(
      (networks) => networks.every(isNetwork),
      'is no list of networks like 10.1.0.0/16,fd00::/8',
    )
    .describe(
      'Private networks to whose addresses events may be sent, also by http, comma separated.',
    ),
  DATABASE_URL: url(['postgres:', 'postgresql:'])
    .optional()
    .describe('PostgreSQL for records. Default: PGlite in the data folder.'),
  CLICKHOUSE_URL: url(['http:', 'https:'])
    .optional()
    .describe('ClickHouse for facts. Default: chDB in the data folder.'),
  FILES_URL: url(['http:', 'https:'])
    .optional()
    .describe(
      'S3-compatible storage of files, https://KEY:SECRET@HOST/BUCKET?region=REGION. Default: the data folder.',
    ),
  SMTP_URL: url(['smtp:', 'smtps:'])
    .optional()
    .describe(
      'Mail server, smtp://USER:PASSWORD@HOST:587. Default: messages stand in mail.log of the data folder.',
    ),
  MAIL_FROM: z
    .string()
    .max(300)
    .optional()
    .describe('From whom messages are: OpenMOps <mops@example.com>.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much the log says.'),
} as const;
type Name = keyof typeof VARIABLES;

/** These may also be given as `<NAME>_FILE`, the path of a file that holds the value. */
const SECRETS: Name[] = [
  'OPENMOPS_SECRET',
  'DATABASE_URL',
  'CLICKHOUSE_URL',
  'FILES_URL',
  'SMTP_URL',
];

export type Env = {
  /** Absolute path. */
  dataDir: string;
  port: number;
  host: string;
  /** Without a trailing slash; null: not given. */
  publicUrl: string | null;
  demo: boolean;
  /** Null: the key file of the data folder is used. */
  secret: string | null;
  trustedProxies: string[];
  /** Platform → address on this machine that stands for it. */
  standIns: Readonly<Record<string, string>>;
  /** Private networks to whose addresses events may be sent. */
  allowedNetworks: readonly string[];
  databaseUrl: string | null;
  clickhouseUrl: string | null;
  /** Null: files are kept in the data folder. */
  filesUrl: string | null;
  /** Null: messages stand in a file of the data folder. */
  smtpUrl: string | null;
  mailFrom: string | null;
  logLevel: z.infer<(typeof VARIABLES)['LOG_LEVEL']>;
  /** Sentences for the person who starts the server. */
  warnings: string[];
};

type Source = Record<string, string | undefined>;

/**
 * Reads and checks the environment once; every bad variable is named with what it should be.
 * @example readEnv({ OPENMOPS_PORT: '4700' }).port // 4700
 */
export function readEnv(source: Source = process.env): Env {
  const given = withFiles(source);
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const text = given[name];
    // An empty variable means "not set", as compose files and shells use it.
    const result = schema.safeParse(text === '' ? undefined : text);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} ${result.error.issues[0]?.message ?? 'is not valid'}`);
  }
  if (given.OPENMOPS_SECRET !== undefined && isWeakSecret(given.OPENMOPS_SECRET)) {
    problems.push('OPENMOPS_SECRET is too short, well known or too regular to be a secret');
  }
  if (problems.length > 0) {
    throw new MopsError(
      'PRECONDITION',
      `The environment is not usable: ${problems.join('; ')}.`,
      'Correct the named variables, or unset them to use their defaults. A secret: openssl rand -base64 48',
    );
  }
  return {
    dataDir: resolve(WORKSPACE_ROOT, values.OPENMOPS_DATA_DIR as string),
    port: values.OPENMOPS_PORT as number,
    host: values.OPENMOPS_HOST as string,
    publicUrl: (values.OPENMOPS_PUBLIC_URL as string | undefined)?.replace(/\/+$/, '') ?? null,
    demo: values.OPENMOPS_DEMO as boolean,
    secret: (values.OPENMOPS_SECRET as string | undefined) ?? null,
    trustedProxies: values.OPENMOPS_TRUSTED_PROXIES as string[],
    standIns: Object.fromEntries(
      (values.OPENMOPS_STAND_INS as string[]).map((part) => part.split('=') as [string, string]),
    ),
    allowedNetworks: values.OPENMOPS_ALLOWED_NETWORKS as string[],
    databaseUrl: (values.DATABASE_URL as string | undefined) ?? null,
    clickhouseUrl: (values.CLICKHOUSE_URL as string | undefined) ?? null,
    filesUrl: (values.FILES_URL as string | undefined) ?? null,
    smtpUrl: (values.SMTP_URL as string | undefined) ?? null,
    mailFrom: (values.MAIL_FROM as string | undefined) ?? null,
    logLevel: values.LOG_LEVEL as Env['logLevel'],
    warnings: unknownNames(source),
  };
}

function withFiles(source: Source): Source {
  const given: Source = { ...source };
  for (const name of SECRETS) {
    const path = source[`${name}_FILE`];
    if (!path) continue;
    if (source[name]) {
      throw new MopsError(
        'PRECONDITION',
        `Both ${name} and ${name}_FILE are set.`,
        'Keep one of the two.',
      );
    }
    try {
      given[name] = readFileSync(path, 'utf8').trim();
    } catch {
      throw new MopsError(
        'PRECONDITION',
        `${name}_FILE names a file that cannot be read: ${path}.`,
        'Correct the path or the rights of the file.',
      );
    }
  }
  return given;
}

function unknownNames(source: Source): string[] {
  const known = [...Object.keys(VARIABLES), ...SECRETS.map((name) => `${name}_FILE`)];
  return (
    Object.keys(source)
      .filter((name) => name.startsWith('OPENMOPS_') && !known.includes(name))
      // Set by the test scripts, not read by the server.
      .filter((name) => !name.startsWith('OPENMOPS_TEST_'))
      .map((name) => `${name} is not a variable of OpenMOps. Did you mean ${nearest(name, known)}?`)
  );
}

/** chDB runs each query on libuv's pool, whose four threads would also be waited for by every file read. */
export function raiseThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= '16';
}

/** Keeps compiled code in a folder; threads and child processes find it by the variable only. */
export function keepCompiled(folder: string): void {
  enableCompileCache(folder);
  process.env.NODE_COMPILE_CACHE ??= folder;
}

/**
 * A path as the person typed it: package managers change the folder before they run a script, and
 * leave the one where the person stands in INIT_CWD.
 */
export function typedPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** The settings as lines for a person, secrets masked. */
export function describeEnv(env: Env): Record<string, string> {
  return {
    OPENMOPS_DATA_DIR: env.dataDir,
    OPENMOPS_HOST: env.host,
    OPENMOPS_PORT: String(env.port),
    OPENMOPS_PUBLIC_URL: env.publicUrl ?? '(not set)',
    OPENMOPS_DEMO: env.demo ? '1' : '0',
    OPENMOPS_SECRET: env.secret ? '(set)' : '(key file in the data folder)',
    OPENMOPS_TRUSTED_PROXIES: env.trustedProxies.join(', ') || '(none)',
    OPENMOPS_STAND_INS:
      Object.entries(env.standIns)
        .map((pair) => pair.join('='))
        .join(', ') || '(none)',
    OPENMOPS_ALLOWED_NETWORKS: env.allowedNetworks.join(', ') || '(none)',
    DATABASE_URL: env.databaseUrl ? maskUrl(env.databaseUrl) : '(PGlite in the data folder)',
    CLICKHOUSE_URL: env.clickhouseUrl ? maskUrl(env.clickhouseUrl) : '(chDB in the data folder)',
    FILES_URL: env.filesUrl ? maskUrl(env.filesUrl) : '(the data folder)',
    LOG_LEVEL: env.logLevel,
  };
}

/** @example maskUrl('postgres://me:pw@db/x?password=1') // 'postgres://me:***@db/x' */
export function maskUrl(text: string): string {
  const parsed = new URL(text);
  if (parsed.password) parsed.password = '***';
  parsed.search = '';
  return parsed.href;
}
