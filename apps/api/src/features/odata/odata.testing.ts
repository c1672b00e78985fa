import type { Workspace } from '@openmops/domain/workspace';
import type { TestInstance } from '../../testing/test-instance.ts';
import { createKey } from '../keys/create-key.ts';

/** The headers that Power Query sends, as servers have logged them. */
export const POWER_QUERY = {
  'user-agent': 'Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)',
  accept:
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7',
  'odata-maxversion': '4.0',
  maxdataserviceversion: '3.0',
  'accept-encoding': 'gzip, deflate',
};

export type Page = {
  '@odata.context'?: string;
  '@odata.count'?: number;
  '@odata.nextLink'?: string;
  value: Record<string, unknown>[];
  error?: { code: string; message: string };
};

/** A BI tool with a key of a workspace. */
export async function biTool(
  instance: TestInstance,
  workspace: Workspace,
  scopes: ('kpis.read' | 'records.read' | 'sources.read')[] = ['kpis.read'],
) {
  const owner = await instance.addUser(workspace, 'owner');
  const { key } = await createKey.call(instance.scope(owner, workspace), { name: 'bi', scopes });
  const authorization = `Basic ${Buffer.from(`excel:${key}`).toString('base64')}`;
  const get = (path: string, headers: Record<string, string> = {}) =>
    instance.app.request(path, { headers: { ...POWER_QUERY, authorization, ...headers } });
  const read = async (path: string) => {
    const response = await get(path);
    return { status: response.status, ...((await response.json()) as Page) };
  };
  /** Every page, as tools follow them. */
  const all = async (path: string, headers: Record<string, string> = {}) => {
    const rows: Page['value'] = [];
    let pages = 0;
    for (let next: string | undefined = path; next; pages++) {
      const page = (await (await get(next, headers)).json()) as Page;
      if (page.error) throw new Error(page.error.message);
      rows.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return { rows, pages };
  };
  return { key, get, read, all };
}
