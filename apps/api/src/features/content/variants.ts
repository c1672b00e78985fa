import {
  checkVariantRules,
  chooseVariant,
  type TestedField,
  type VariantRule,
} from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { assetRows } from './asset-rows.ts';
import { addAsset } from './change-asset.ts';
import { id } from './content.schema.ts';
import { infosOf } from './list-assets.ts';
import {
  NewVariant,
  type ShownVariant,
  VariantExport,
  VariantPreview,
  VariantProfile,
  VariantSet,
  VariantsInput,
} from './variants.schema.ts';
import { type AssetRecord, assetOf, newestVersions, type VersionRow } from './version-rows.ts';

/** The variants of an asset: who gets which, and whether exactly that is approved. */
export const readVariants = verb({
  name: 'variants.read',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ asset: id }),
  output: VariantSet,
  run: (ctx, { asset }) => setOf(ctx, asset),
});

/** Sets the rules in their order: the first that fits counts. */
export const saveVariants = verb({
  name: 'variants.save',
  permission: 'content.write',
  kind: 'long',
  input: VariantsInput,
  output: VariantSet,
  async run(ctx, { asset, version, rules }) {
    checkVariantRules(rules);
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const { name } = await assetOf(trx, ctx.workspace.id, asset, { hold: true });
      await putRules(trx, { ...placeOf(ctx, asset), name, version, rules, by });
      ctx.audit({ asset, name, rules: rules.length });
    });
    return setOf(ctx, asset);
  },
});

/** Makes a variant: a piece of content of its own, begun as a copy, with its rule at the end. */
export const addVariant = verb({
  name: 'variants.add',
  permission: 'content.write',
  kind: 'long',
  input: NewVariant,
  output: VariantSet,
  async run(ctx, { asset, version, name: rule, when, title, text }) {
    const { workspace, now } = ctx;
    const { id: by } = await personBehind(ctx);
    const at = placeOf(ctx, asset);
    await ctx.transact(async (trx) => {
      const base = await assetOf(trx, workspace.id, asset, { hold: true });
      const there = await rulesOf(trx, at);
      const said = (await newestVersions(trx, workspace.id, [asset])).get(asset) as VersionRow;
      const variant = await addAsset(trx, {
        ...{ workspaceId: workspace.id, by, at: new Date(now) },
        facts: {
          ...base,
          ...{
            name: `${base.name}: ${rule}`.slice(0, 200),
            planned_on: null,
            planned_channel: null,
          },
        },
        said: {
          ...{ title: title ?? said.title, text: text ?? said.text },
          ...{ link: said.link, file: said.file_id, note: '' },
        },
      });
      const rules = [...there.rules, { name: rule, when, variant }];
      checkVariantRules(rules);
      await putRules(trx, { ...at, name: base.name, version, rules, by });
      ctx.audit({ asset, name: base.name, rule, variant });
    });
    return setOf(ctx, asset);
  },
});

/** Which variant a profile gets, by which rule, and why the ones before it do not fit. Nothing of it is kept. */
export const previewVariant = verb({
  name: 'variants.preview',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ asset: id, profile: VariantProfile }),
  output: VariantPreview,
  async run(ctx, { asset, profile }) {
    const { fallback, rules } = await setOf(ctx, asset);
    const usable = rules.filter(({ shown }) => shown !== null);
    const chosen = chooseVariant(
      usable.map(({ rule }) => rule),
      profile,
    );
    const { rule, because, passedOver } = chosen;
    const shown = usable.find((one) => one.rule.name === rule)?.shown ?? fallback;
    const plain = (tests: readonly TestedField[]) =>
      tests.map(({ found, ...rest }) => ({
        ...rest,
        found: Array.isArray(found) ? [...found] : found,
      }));
    const read = VariantPreview.shape;
    return {
      ...{ rule, shown },
      because: read.because.parse(plain(because)),
      passedOver: passedOver.map((one) => ({
        rule: one.rule,
        because: read.because.parse(plain(one.because)),
      })),
      why:
        rule === null
          ? rules.length === 0
            ? 'There are no rules: everybody gets the default.'
            : 'No rule fits, so the default is shown.'
          : `“${rule}” is the first rule that fits: ${because
              .filter(({ holds }) => holds)
              .map(({ field, found }) => `${field} is ${wordsOf(found)}`)
              .join(', ')}.`,
    };
  },
});

/** Rules and texts for the tool that sends them. Refused while something in it may not go out. */
export const exportVariants = verb({
  name: 'variants.export',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ asset: id }),
  output: VariantExport,
  async run(ctx, { asset }) {
    const { fallback, rules } = await setOf(ctx, asset);
    const gone = rules.find(({ shown }) => shown === null);
    if (gone)
      throw new MopsError(
        'CONFLICT',
        `The content of the rule “${gone.rule.name}” is archived.`,
        'Bring it back, or take the rule out.',
        { code: 'variants_open', rule: gone.rule.name },
      );
    const all = new Map(
      [fallback, ...rules.flatMap(({ shown }) => shown ?? [])].map((one) => [one.asset, one]),
    );
    const open = [...all.values()].filter((one) => one.open.length > 0);
    if (open.length > 0)
      throw new MopsError(
        'CONFLICT',
        `It may not be sent yet: ${open.map((one) => `“${one.name}” (${one.open.join(' ')})`).join(', ')}.`,
        'Get these versions approved: what is exported is exactly what was approved.',
        { code: 'variants_open', open: open.map((one) => one.asset) },
      );
    return {
      ...{ asset, name: fallback.name, fallback: asset },
      rules: rules.map(({ rule }, at) => ({ order: at + 1, ...rule })),
      variants: [...all.values()].map(({ asset: one, name, number, title, text, link, hash }) => ({
        ...{ id: one, name, number, title, text, link, hash },
      })),
    };
  },
});

const wordsOf = (value: unknown): string => [value].flat().map(String).join(', ') || 'not known';

type Place = { workspaceId: string; asset: string; now: number };
const placeOf = ({ workspace, now }: Context<'read' | 'long'>, asset: string): Place => ({
  ...{ workspaceId: workspace.id, asset, now },
});

async function rulesOf(db: Db | Trx, { workspaceId, asset }: Place) {
  const row = await db
    .selectFrom('variant_sets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', '=', asset)
    .executeTakeFirst();
  const rules = (row?.rules ?? []) as VariantRule[];
  const change = {
    version: row?.version ?? 0,
    changed_by: row?.changed_by ?? '',
    changed_at: row?.changed_at ?? new Date(0),
  };
  return { rules, change };
}

type Rules = Place & { name: string; version: number; rules: readonly VariantRule[]; by: string };

/** The asset is held: two people wait for each other, and the second is told. */
async function putRules(
  trx: Trx,
  { workspaceId, asset, now, name, version, rules, by }: Rules,
): Promise<void> {
  const { rules: there, change } = await rulesOf(trx, { workspaceId, asset, now });
  refuseStale(change, version, { what: `the variants of “${name}”`, now: there });
  const shown = [...new Set(rules.map(({ variant }) => variant))];
  if (shown.includes(asset))
    throw new MopsError('INVALID', 'A rule shows the default.', 'Take the rule out.');
  // What is there already stays, though it was archived since.
  const added = shown.filter((one) => !there.some(({ variant }) => variant === one));
  if ((await assetRows(trx, workspaceId, added)).length < added.length)
    throw new MopsError('NOT_FOUND', 'There is no such asset.', 'See the list of content.');
  const row = {
    rules: JSON.stringify(rules),
    ...{ version: version + 1, changed_by: by, changed_at: new Date(now) },
  };
  await trx
    .insertInto('variant_sets')
    .values({ workspace_id: workspaceId, asset_id: asset, ...row })
    .onConflict((on) => on.columns(['workspace_id', 'asset_id']).doUpdateSet(row))
    .execute();
}

async function setOf(ctx: Context<'read' | 'long'>, asset: string): Promise<VariantSet> {
  const { db, workspace } = ctx;
  const base = await assetOf(db, workspace.id, asset);
  const { rules, change } = await rulesOf(db, placeOf(ctx, asset));
  const shown = await shownOf(ctx, [base, ...(await variantAssets(ctx, rules))]);
  const fallback = shown.get(asset) as ShownVariant;
  return {
    ...{ asset, version: change.version, fallback },
    rules: rules.map((rule) => ({ rule, shown: shown.get(rule.variant) ?? null })),
    fields: [...new Set(rules.flatMap(({ when }) => fieldsIn(when)))],
  };
}

const fieldsIn = (when: VariantRule['when']): string[] =>
  'all' in when
    ? when.all.flatMap(fieldsIn)
    : 'any' in when
      ? when.any.flatMap(fieldsIn)
      : [when.field];

async function variantAssets(
  { db, workspace }: Context<'read' | 'long'>,
  rules: readonly VariantRule[],
): Promise<AssetRecord[]> {
  const ids = [...new Set(rules.map(({ variant }) => variant))];
  if (ids.length === 0) return [];
  return db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('id', 'in', ids)
    .where('archived_at', 'is', null)
    .execute();
}

/** What each of some assets shows: its newest version, with what is open about it. */
async function shownOf(
  ctx: Context<'read' | 'long'>,
  assets: readonly AssetRecord[],
): Promise<Map<string, ShownVariant>> {
  const newest = await newestVersions(
    ctx.db,
    ctx.workspace.id,
    assets.map(({ id: one }) => one),
  );
  const infos = await infosOf(ctx, assets);
  return new Map(
    infos.map(({ id: asset, name, state, open }) => {
      const { number, title, text, link, hash } = newest.get(asset) as VersionRow;
      const messages = open.map(({ message }) => message);
      const approved = !open.some(({ code }) => code === 'approval');
      return [
        asset,
        { asset, name, number, title, text, link, hash, state, approved, open: messages },
      ];
    }),
  );
}
