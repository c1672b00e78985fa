import { newestPacks, readPack, SHIPPED_PACKS } from '@openmops/domain/checklists';
import { parseYaml } from '@openmops/domain/interop/yaml';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { todayOf } from '../content/list-assets.ts';
import { byOf } from '../links/create-link.ts';
import { PackInfo, toPackInfo } from './checklists.schema.ts';
import { packsOf } from './runs-of.ts';

/** Packs of checklists in their newest version, with their sources and what to know before relying on them. */
export const listPacks = verb({
  name: 'checklists.packs',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.array(PackInfo),
  async run(ctx) {
    const packs = newestPacks(await packsOf(ctx.db, ctx.workspace.id));
    const day = todayOf(ctx);
    return packs.map((pack) => toPackInfo(pack, { own: !SHIPPED_PACKS.includes(pack), day }));
  },
});

/** Takes a pack of the workspace's own from YAML or JSON. A version that is there never changes. */
export const importPack = verb({
  name: 'checklists.importPack',
  permission: 'content.write',
  kind: 'write',
  input: z.strictObject({ text: z.string().min(1).max(200_000) }),
  output: PackInfo,
  async run(ctx, { text }) {
    const { db, workspace, actor, now, audit } = ctx;
    const pack = readPack(parseYaml(text));
    const packs = await packsOf(db, workspace.id);
    const known = await db
      .selectFrom('checklist_packs')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('pack_id', '=', pack.id)
      .where('pack_version', '=', pack.version)
      .executeTakeFirst();
    if (known || packs.some(({ id, version }) => id === pack.id && version === pack.version)) {
      throw new MopsError(
        'CONFLICT',
        `Version ${pack.version} of ${pack.id} is there already.`,
        'Give the changed pack a higher version.',
      );
    }
    const [newest] = newestPacks([...packs.filter(({ id }) => id === pack.id), pack]);
    if (newest !== pack) {
      throw new MopsError(
        'CONFLICT',
        `Version ${newest?.version} of ${pack.id} is newer than ${pack.version}.`,
        'Give the changed pack a higher version.',
      );
    }
    audit({ pack: pack.id, version: pack.version, name: pack.title });
    await db
      .insertInto('checklist_packs')
      .values({
        id: newId('cp'),
        workspace_id: workspace.id,
        pack_id: pack.id,
        pack_version: pack.version,
        pack: JSON.stringify(pack),
        created_by: byOf(actor),
        created_at: new Date(now),
        retired_at: null,
      })
      .execute();
    return toPackInfo(pack, { own: true, day: todayOf(ctx) });
  },
});
