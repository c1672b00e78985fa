import { checkRoute } from '@openmops/domain/content';
import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { refuseStale } from '../../stale.ts';
import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { byOf } from '../links/create-link.ts';
import { isOnlyMember } from '../members/only-member.ts';
import { ContentSettings } from './content.schema.ts';
import { settingsOf } from './settings-of.ts';

const Answer = z.object({ settings: ContentSettings, version: z.number() });
const Read = Answer.extend({ alone: z.boolean() });

/** Who approves, what the brand asks for, personas and stages. */
export const readSettings = verb({
  name: 'content.settings',
  permission: 'plans.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: Read,
  async run(ctx) {
    const { db, workspace } = ctx;
    const { id } = await personBehind(ctx);
    const alone = await isOnlyMember(db, workspace.id, id);
    return { ...(await settingsOf(db, workspace.id)), alone };
  },
});

/** Sets them; rounds of approval that are under way keep their route. */
export const saveSettings = verb({
  name: 'content.setSettings',
  permission: 'content.write',
  kind: 'write',
  input: z.strictObject({ version: z.int().min(0), settings: ContentSettings }),
  output: Answer,
  async run({ db, workspace, actor, now, audit }, { version, settings }) {
    checkRoute(settings.route, []);
    const ids = settings.rules.map((rule) => rule.id);
    const twice = ids.find((id, i) => ids.indexOf(id) < i);
    if (twice)
      throw new MopsError('INVALID', `Two rules are called ${twice}.`, 'Give each its own id.');
    await holdWorkspace(db, workspace.id);
    const known = await settingsOf(db, workspace.id);
    const last = await db
      .selectFrom('content_settings')
      .select(['set_by as changed_by', 'set_at as changed_at'])
      .where('workspace_id', '=', workspace.id)
      .executeTakeFirst();
    const { changed_by = '', changed_at = new Date(0) } = last ?? {};
    const seen = { version: known.version, changed_by, changed_at };
    refuseStale(seen, version, { what: 'the rules of content', now: known });
    const row = {
      settings: JSON.stringify(settings),
      version: version + 1,
      set_by: byOf(actor),
      set_at: new Date(now),
    };
    await db
      .insertInto('content_settings')
      .values({ workspace_id: workspace.id, ...row })
      .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
      .execute();
    audit({ rules: settings.rules.length, route: settings.route.kind });
    return { settings, version: version + 1 };
  },
});
