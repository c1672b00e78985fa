import type { Workspace } from '@openmops/domain/workspace';
import type { Client } from '../../cli/client.ts';
import { localCall } from '../../doors/local-call.ts';
import type { TestInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { uploadFile } from '../imports/upload-file.ts';

/** Puts a text into the spool of a workspace. */
export async function upload(instance: TestInstance, workspace: Workspace, text: string) {
  const scope = instance.scope({ kind: 'local' }, workspace);
  async function* body() {
    yield Buffer.from(text);
  }
  return (await uploadFile.call(scope, { name: 'file.csv', body: body() })).upload;
}

const COLUMNS: Record<string, string> = {
  Day: 'day',
  Campaign: 'campaign',
  Device: 'device',
  Country: 'country',
  Region: 'region',
  Currency: 'currency',
  Cost: 'spend',
  Impressions: 'impressions',
  Clicks: 'clicks',
  Reach: 'reach',
  Stage: 'stage',
  Won: 'deals_won',
};

/** Imports a table whose headers are among those above, or among `columns`. */
export async function importTable(
  instance: TestInstance,
  workspace: Workspace,
  table: { source: string; lines: string[]; columns?: Record<string, string> },
) {
  const headers = (table.lines[0] ?? '').split(',');
  const known = { ...COLUMNS, ...table.columns };
  const columns = Object.fromEntries(headers.map((one) => [one, known[one] ?? 'ignore']));
  const scope = instance.scope({ kind: 'local' }, workspace);
  const id = await upload(instance, workspace, `${table.lines.join('\n')}\n`);
  const options = { source: table.source, currency: 'EUR', map: { columns } };
  return importFile.call(scope, { upload: id, options });
}

/** What the command line talks to when it opened the folder itself. */
export function clientOf(instance: TestInstance, workspace: Workspace): Client {
  return {
    call: (verb, input) => localCall(instance, { verb, input, workspace: workspace.slug }),
    upload: () => Promise.reject(new Error('not asked for')),
    close: async () => {},
  };
}
