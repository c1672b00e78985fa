import { answerQuestion } from '@openmops/domain/checklists';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { id } from '../content/content.schema.ts';
import { todayOf } from '../content/list-assets.ts';
import { houseOf, type Standing, standingOf } from '../content/standing.ts';
import {
  assetOf,
  fileOf,
  filesOf,
  newestVersions,
  type VersionRow,
} from '../content/version-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { RunInfo, toRunInfo } from './checklists.schema.ts';
import type { RunRow } from './runs-of.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The checklists that the newest version of an asset needs, with their answers. */
export const readRuns = verb({
  name: 'checklists.runs',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id }),
  output: z.array(RunInfo),
  run: (ctx, { id: asset }) => runInfos(ctx, asset),
});

/** Sets what decides which questions of a pack apply: the state, the beverage. */
export const setParameters = verb({
  name: 'checklists.setParameters',
  permission: 'content.review',
  kind: 'long',
  input: z.strictObject({
    id,
    pack: z.string().max(80),
    /** Of the version that the person looked at. */
    hash,
    parameters: z.record(z.string().max(80), z.string().max(40)),
  }),
  output: z.array(RunInfo),
  async run(ctx, { id: asset, pack, hash: seen, parameters }) {
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const { run, standing } = await runOf(ctx, trx, { asset, pack });
      refuseOther(run, seen);
      for (const [name, value] of Object.entries(parameters)) {
        const known = run.pack.parameters.find((one) => one.id === name);
        if (known?.values.includes(value)) continue;
        throw new MopsError(
          'INVALID',
          known
            ? `“${value}” is no ${known.title.toLowerCase()} of this pack.`
            : `There is no parameter ${name}.`,
          known ? `One of ${known.values.join(', ')}.` : 'See the pack.',
        );
      }
      const runId = await beginRun(ctx, trx, { run, by });
      ctx.audit({ asset, name: standing.asset.name, pack, ...parameters });
      await trx
        .updateTable('checklist_runs')
        .set({ parameters: JSON.stringify({ ...run.parameters, ...parameters }) })
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', runId)
        .execute();
    });
    return runInfos(ctx, asset);
  },
});

/** Answers a question of a pack for exactly one version: first, or as the second person. */
export const answerChecklist = verb({
  name: 'checklists.answer',
  permission: 'content.review',
  kind: 'long',
  input: z.strictObject({
    id,
    pack: z.string().max(80),
    question: z.string().max(80),
    hash,
    part: z.enum(['first', 'second']).default('first'),
    answer: z.enum(['yes', 'no', 'na']),
    note: z.string().trim().max(4000).default(''),
    file: id.nullable().default(null),
  }),
  output: z.array(RunInfo),
  async run(ctx, { id: asset, pack, hash: seen, ...given }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const { run, standing } = await runOf(ctx, trx, { asset, pack });
      answerQuestion(run, { ...given, by, at: now, hash: seen });
      if (given.file !== null) await fileOf(trx, workspace.id, given.file);
      const runId = await beginRun(ctx, trx, { run, by });
      const { question, part, answer } = given;
      ctx.audit({ asset, name: standing.asset.name, pack, question, part, answer, run: runId });
      await trx
        .insertInto('checklist_answers')
        .values({
          id: newId('an'),
          workspace_id: workspace.id,
          run_id: runId,
          question,
          part,
          answer,
          note: given.note,
          file_id: given.file,
          answered_by: by,
          answered_at: new Date(now),
        })
        .execute();
    });
    return runInfos(ctx, asset);
  },
});

type Which = { asset: string; pack: string };

/** The run of a pack for the newest version; two people at once wait for each other. */
async function runOf(
  ctx: Context<'long'>,
  trx: Trx,
  { asset, pack }: Which,
): Promise<{ run: RunRow; standing: Standing }> {
  await trx
    .selectFrom('assets')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', asset)
    .forUpdate()
    .execute();
  const standing = await newestStanding(ctx, trx, asset);
  const run = standing.runs.find((one) => one.run.pack.id === pack)?.run;
  if (run) return { run, standing };
  throw new MopsError(
    'NOT_FOUND',
    'This asset does not need that pack.',
    'Its topics decide which ones it needs.',
  );
}

async function newestStanding(
  { workspace, now }: Context<'read' | 'long'>,
  db: Trx | Context<'read'>['db'],
  assetId: string,
): Promise<Standing> {
  const asset = await assetOf(db, workspace.id, assetId);
  const version = (await newestVersions(db, workspace.id, [assetId])).get(assetId) as VersionRow;
  const house = await houseOf(db, workspace, now);
  const [standing] = await standingOf(db, workspace.id, { pairs: [{ asset, version }], house });
  return standing as Standing;
}

/** The id of a run, which begins with its first answer. */
async function beginRun(
  { workspace, now }: Context<'long'>,
  trx: Trx,
  { run, by }: { run: RunRow; by: string },
): Promise<string> {
  if (run.id !== null) return run.id;
  const runId = newId('cr');
  await trx
    .insertInto('checklist_runs')
    .values({
      id: runId,
      workspace_id: workspace.id,
      version_id: run.versionId,
      hash: run.hash,
      pack_id: run.pack.id,
      pack_version: run.pack.version,
      parameters: '{}',
      started_by: by,
      started_at: new Date(now),
    })
    .execute();
  return runId;
}

function refuseOther(run: RunRow, seen: string): void {
  if (run.hash === seen) return;
  throw new MopsError(
    'CONFLICT',
    'This is not the version that the checklist is for.',
    'Look at the newest version first.',
  );
}

async function runInfos(ctx: Context<'read' | 'long'>, asset: string): Promise<RunInfo[]> {
  const { db, workspace } = ctx;
  const { version, runs } = await newestStanding(ctx, db, asset);
  const names = await namesOfPeople(ctx.instance, workspace.id);
  const files = await filesOf(
    db,
    workspace.id,
    runs.flatMap(({ run }) => run.answers.map(({ file }) => file)),
  );
  const { id: person } = await personBehind(ctx);
  const about = { asset, number: version.number, day: todayOf(ctx), names, files, person };
  return runs.map((one) => toRunInfo(one, about));
}
