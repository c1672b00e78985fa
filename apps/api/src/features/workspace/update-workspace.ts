import { CreateWorkspaceInput } from '@openmops/domain/workspace';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { checkTimeZone } from './insert-workspace.ts';

const { name, currency, timeZone, fiscalStart, fiscalNamedBy, weekStart } =
  CreateWorkspaceInput.shape;

/** Without the defaults of a new workspace: what is left out stays as it is. */
export const UpdateWorkspaceInput = z.strictObject({
  name: name,
  currency: currency.unwrap().optional(),
  timeZone: timeZone.unwrap().optional(),
  fiscalStart: fiscalStart.unwrap().optional(),
  fiscalNamedBy: fiscalNamedBy.unwrap().optional(),
  weekStart: weekStart.unwrap().optional(),
});

/** Changes name, money or calendar of the workspace. The slug stays: addresses contain it. */
export const updateWorkspace = verb({
  name: 'workspace.update',
  permission: 'workspace.write',
  kind: 'write',
  input: UpdateWorkspaceInput,
  async run({ db, workspace, audit }, input) {
    const next = { ...workspace, ...defined(input) };
    checkTimeZone(next.timeZone);
    await db
      .updateTable('workspaces')
      .set({
        name: next.name,
        currency: next.currency,
        time_zone: next.timeZone,
        fiscal_start: next.fiscalStart,
        fiscal_named_by: next.fiscalNamedBy,
        week_start: next.weekStart,
      })
      .where('id', '=', workspace.id)
      .execute();
    audit({ changed: Object.keys(input) });
    return next;
  },
});

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(input: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
