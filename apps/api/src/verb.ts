import { createHash } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';
import type { Permission, Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import { type Actor, actorMay } from './actor.ts';
import { answerFirst } from './breather.ts';
import { appendAudit, canonicalJson } from './features/audit/append-audit.ts';
import { namesOfPeople } from './features/tasks/people-names.ts';
import type { Instance } from './instance.ts';
import type { Log } from './log.ts';
import { Stale } from './stale.ts';
import type { Db, Trx } from './stores/records/records.ts';

/**
 * `read`: statements of its own, changes nothing. `write`: one transaction, audited in it.
 * `long`: works for a while (an import) in short transactions of its own, and says what to audit.
 */
export type VerbKind = 'read' | 'write' | 'long';

/** From whom and where a call comes; doors make it, verbs check it. */
export type Scope = {
  instance: Instance;
  actor: Actor | null;
  /** Null: none was named, or the actor is no member of it. */
  workspace: Workspace | null;
  requestId: string;
};

type Shared = {
  instance: Instance;
  facts: Instance['facts'];
  env: Instance['env'];
  /** Instant of the call, in ms since 1970. */
  now: number;
  requestId: string;
  log: Log;
};

/** What a verb works with. Nothing of another workspace can be reached through `db`. */
export type Context<K extends VerbKind = VerbKind> = Shared & {
  workspace: Workspace;
  actor: Actor;
  /** `write`: the verb's transaction. Otherwise reads only, each statement by itself. */
  db: K extends 'write' ? Trx : Db;
  /** Work that happens wholly or not at all; in a `write` verb it joins the verb's transaction. */
  transact<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** What the audit row tells beside verb and actor: ids and numbers, no personal data. `long`: call it inside `transact`. */
  audit(details: Record<string, unknown>): void;
};

export type Verb<K extends VerbKind = VerbKind, I extends z.ZodType = z.ZodType, O = unknown> = {
  name: string;
  kind: K;
  /** Null: a signed-in person (`userVerb`), the command line (`localVerb`), anybody (`publicVerb`). */
  permission: Permission | null;
  access: 'workspace' | 'user' | 'local' | 'public';
  input: I;
  /** Whether an embed token may call it. */
  embeds: boolean;
  call(scope: Scope, input: z.input<I>): Promise<O>;
};

// biome-ignore lint/suspicious/noExplicitAny: a list of verbs holds every input and output.
export type AnyVerb = Verb<any, any, any>;

const VERBS = new Map<string, AnyVerb>();

/** Every verb that has been defined, for doors and tests that go over all of them. */
export function allVerbs(): AnyVerb[] {
  return [...VERBS.values()];
}

export function findVerb(name: string): AnyVerb | null {
  return VERBS.get(name) ?? null;
}

type Definition<K extends VerbKind, I extends z.ZodType, O> = {
  /** `imports.run`: the path of the tRPC procedure, and the name in the audit trail. */
  name: string;
  permission: Permission;
  kind: K;
  input: I;
  /** Checks and trims the answer; a field that is not in it never leaves. */
  output?: z.ZodType<O>;
  embeds?: boolean;
  run(ctx: Context<K>, input: z.output<I>): Promise<O>;
};

/**
 * Builds a verb of a workspace: who and where → permission → input → (write: transaction with its
 * audit row) → result. A verb that forgets one of them cannot be written.
 */
export function verb<K extends VerbKind, I extends z.ZodType, O>(
  definition: Definition<K, I, O>,
): Verb<K, I, O> {
  const { name, permission, kind, output } = definition;
  const input = strict(definition.input);
  return register({
    name,
    kind,
    permission,
    access: 'workspace',
    input,
    embeds: definition.embeds ?? false,
    async call(scope, raw) {
      const actor = knownActor(scope);
      if (!scope.workspace) throw noWorkspace(actor);
      const embedRefused = actor.kind === 'embed' && !definition.embeds;
      if (embedRefused || !actorMay(actor, permission)) {
        throw new MopsError(
          'FORBIDDEN',
          'You are not allowed to do this.',
          `It needs the permission ${permission}. Ask an owner of the workspace.`,
        );
      }
      const parsed = parse(input, raw);
      const call = { scope, actor, workspace: scope.workspace, name, digest: digest(parsed) };
      const run = (ctx: Context) => definition.run(ctx as Context<K>, parsed);
      const result = await RUNNERS[kind](call, run).catch((error) => told(error, call));
      return output ? output.parse(result) : result;
    },
  });
}

type OpenContext<A> = Shared & { actor: A; records: Instance['records'] };
type OpenDefinition<I extends z.ZodType, O, A> = {
  name: string;
  kind: 'read' | 'write';
  input: I;
  run(ctx: OpenContext<A>, input: z.output<I>): Promise<O>;
};

/** A verb of a signed-in person (or the command line), before there is a workspace. */
export function userVerb<I extends z.ZodType, O>(
  definition: OpenDefinition<I, O, Extract<Actor, { kind: 'user' | 'local' | 'system' }>>,
): Verb<'read' | 'write', I, O> {
  return openVerb('user', definition, (scope) => {
    const actor = knownActor(scope);
    if (actor.kind === 'apiKey' || actor.kind === 'embed') {
      throw new MopsError('FORBIDDEN', 'A key cannot do this.', 'Sign in as a person.');
    }
    return actor;
  });
}

/** A verb of the machine's own user: the command line, never a browser or a key. */
export function localVerb<I extends z.ZodType, O>(
  definition: OpenDefinition<I, O, Extract<Actor, { kind: 'local' | 'system' }>>,
): Verb<'read' | 'write', I, O> {
  return openVerb('local', definition, (scope) => {
    const actor = knownActor(scope);
    if (actor.kind !== 'local' && actor.kind !== 'system') {
      throw new MopsError('FORBIDDEN', 'This is for the command line only.', 'openmops --help');
    }
    return actor;
  });
}

/** A verb that needs nobody to be signed in. */
export function publicVerb<I extends z.ZodType, O>(
  definition: OpenDefinition<I, O, Actor | null>,
): Verb<'read' | 'write', I, O> {
  return openVerb('public', definition, (scope) => scope.actor);
}

function openVerb<I extends z.ZodType, O, A>(
  access: 'user' | 'local' | 'public',
  definition: OpenDefinition<I, O, A>,
  actorOf: (scope: Scope) => A,
): Verb<'read' | 'write', I, O> {
  const input = strict(definition.input);
  return register({
    name: definition.name,
    kind: definition.kind,
    permission: null,
    access,
    input,
    embeds: false,
    async call(scope, raw) {
      const actor = actorOf(scope);
      const parsed = parse(input, raw);
      const shared = sharedContext(scope, definition.name);
      return definition.run({ ...shared, actor, records: scope.instance.records }, parsed);
    },
  });
}

type Call = {
  scope: Scope;
  actor: Actor;
  workspace: Workspace;
  name: string;
  digest: string;
};
type Runner = <O>(call: Call, run: (ctx: Context) => Promise<O>) => Promise<O>;

const readRunner: Runner = (call, run) => {
  const records = call.scope.instance.records.scoped(call.workspace.id);
  const refuse = () =>
    Promise.reject(new Error(`${call.name} reads; it cannot open a transaction.`));
  return answerFirst(() =>
    run({ ...context(call), db: records.db, transact: refuse, audit: () => {} }),
  );
};

const writeRunner: Runner = (call, run) => {
  const records = call.scope.instance.records.scoped(call.workspace.id);
  return records.transaction(async (trx) => {
    const shared = context(call);
    const details: Record<string, unknown> = {};
    const result = await run({
      ...shared,
      db: trx,
      transact: (work) => work(trx),
      audit: (more) => void Object.assign(details, more),
    });
    await writeAudit({ trx, call, now: shared.now, details });
    return result;
  });
};

const longRunner: Runner = async (call, run) => {
  const records = call.scope.instance.records.scoped(call.workspace.id);
  const shared = context(call);
  let changed = false;
  let audited = false;
  let pending: Record<string, unknown> | null = null;
  const result = await run({
    ...shared,
    db: records.db,
    audit: (details) => {
      pending = { ...pending, ...details };
    },
    transact: (work) =>
      records.transaction(async (trx) => {
        const answer = await work(trx);
        changed = true;
        if (pending) {
          await writeAudit({ trx, call, now: shared.now, details: pending });
          pending = null;
          audited = true;
        }
        return answer;
      }),
  });
  if (changed && !audited) throw new Error(`${call.name} changed records without an audit row.`);
  return result;
};

const RUNNERS: Record<VerbKind, Runner> = {
  read: readRunner,
  write: writeRunner,
  long: longRunner,
};

/** Who was faster is told by name, now that the transaction is over. */
async function told(error: unknown, { scope, workspace }: Call): Promise<never> {
  if (!(error instanceof Stale)) throw error;
  throw error.named(await namesOfPeople(scope.instance, workspace.id));
}

async function writeAudit(row: {
  trx: Trx;
  call: Call;
  now: number;
  details: Record<string, unknown>;
}): Promise<void> {
  const { call } = row;
  await appendAudit(row.trx, {
    workspaceId: call.workspace.id,
    at: new Date(row.now),
    actor: call.actor,
    verb: call.name,
    inputDigest: call.digest,
    details: row.details,
    requestId: call.scope.requestId,
  });
}

function context(call: Call) {
  const shared = sharedContext(call.scope, call.name);
  return { ...shared, workspace: call.workspace, actor: call.actor };
}

function sharedContext({ instance, requestId }: Scope, name: string): Shared {
  return {
    instance,
    facts: instance.facts,
    env: instance.env,
    now: instance.now(),
    requestId,
    log: instance.log.child({ requestId, verb: name }),
  };
}

function knownActor(scope: Scope): Actor {
  if (scope.actor) return scope.actor;
  throw new MopsError('UNAUTHORIZED', 'You are not signed in.', 'Sign in, or send a valid key.');
}

/** The same words for a workspace that does not exist and for one of others. */
function noWorkspace(actor: Actor): MopsError {
  const hint =
    actor.kind === 'local'
      ? 'Name one with --workspace, or create one: openmops workspace create SLUG'
      : 'Choose one of your workspaces.';
  return new MopsError('NOT_FOUND', 'There is no such workspace here.', hint);
}

function parse<I extends z.ZodType>(schema: I, raw: unknown): z.output<I> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    field: issue.path.join('.') || null,
    message: issue.message,
  }));
  const first = issues[0];
  throw new MopsError(
    'INVALID',
    `${first?.field ? `${first.field}: ` : ''}${first?.message ?? 'The input is not valid.'}`,
    'Correct the named field and send it again.',
    { issues },
  );
}

/** Unknown keys are refused, so nothing that was meant is silently ignored. */
function strict<I extends z.ZodType>(schema: I): I {
  if (schema instanceof z.ZodOptional) return strict(inner(schema)).optional() as unknown as I;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return strict(inner(schema)).prefault(schema.def.defaultValue) as unknown as I;
  }
  return schema instanceof z.ZodObject && !schema.def.catchall
    ? (schema.strict() as unknown as I)
    : schema;
}

function inner(schema: z.ZodOptional | z.ZodDefault | z.ZodPrefault): z.ZodType {
  return schema.unwrap() as z.ZodType;
}

function digest(input: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(input ?? null))
    .digest('hex');
}

function register<V extends AnyVerb>(built: V): V {
  if (VERBS.has(built.name)) throw new Error(`There are two verbs ${built.name}.`);
  VERBS.set(built.name, built);
  return built;
}
