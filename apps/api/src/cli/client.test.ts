import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { lockFolder } from '../stores/data-folder.ts';
import { openClient } from './client.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-client-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('tells a file that is missing from a server that does not answer', async () => {
  const server = createServer((request) => request.resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const held = await lockFolder(folder);
  held.announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = await openClient({ env: { ...readEnv(), dataDir: folder }, workspace: null });
  const missing = join(folder, 'nowhere.csv');
  await expect(client.upload(missing, 'nowhere.csv')).rejects.toMatchObject({ code: 'ENOENT' });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(client.call('kpi.list', {})).rejects.toMatchObject({ code: 'PRECONDITION' });
  held.release();
});
