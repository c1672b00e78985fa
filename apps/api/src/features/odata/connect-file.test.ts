import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { biTool } from './odata.testing.ts';

let instance: TestInstance;
let workspace: Workspace;
beforeAll(async () => {
  instance = await testInstance({ env: { OPENMOPS_PUBLIC_URL: 'https://mops.example.com' } });
  workspace = await instance.addWorkspace('acme');
});
afterAll(() => instance.close());

it('the file for Power BI leads to the feed, and holds no key', async () => {
  const tool = await biTool(instance, workspace);
  const authorization = `Bearer ${tool.key}`;
  const response = await instance.app.request(
    'https://mops.example.com/api/v1/odata/connection.pbids',
    { headers: { authorization } },
  );
  expect(response.headers.get('content-disposition')).toContain('openmops-acme.pbids');
  const text = await response.text();
  expect(text).not.toContain(tool.key.slice(-8));
  const [connection] = (JSON.parse(text) as File).connections;
  expect(connection).toEqual({
    details: {
      protocol: 'odata',
      address: { url: 'https://mops.example.com/odata/v4/acme/' },
    },
    options: {},
    mode: 'Import',
  });
  const feed = await tool.get(connection?.details.address.url ?? '');
  const context = `${connection?.details.address.url}$metadata`;
  expect(await feed.json()).toMatchObject({ '@odata.context': context });
});

type File = { connections: { details: { address: { url: string } } }[] };
