import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../env.ts';
import { testFiles } from '../../testing/run-openmops.ts';
import { backupFiles, restoreFiles } from './backup-files.ts';
import { fileStore } from './file-store.ts';
import { EMPTY_HASH, signS3 } from './sign-s3.ts';

const keys = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const { folder, file } = testFiles();
const text = 'A study of ten years.';
const sha256 = createHash('sha256').update(text).digest('hex');
const stored = { workspaceId: 'ws_1', sha256 };

// The storage keeps objects in memory and refuses what is not signed as it should be.
let server: Server;
const objects = new Map<string, Buffer>();
let puts = 0;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    const at = String(request.headers['x-amz-date']);
    const iso = at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
    const length = request.headers['content-length'];
    const wanted = signS3(
      {
        method: request.method as 'GET',
        url,
        bodyHash: String(request.headers['x-amz-content-sha256']),
        at: Date.parse(iso),
        ...(request.method === 'PUT' && length ? { headers: { 'content-length': length } } : {}),
      },
      keys,
    );
    const body = await bytesOf(request);
    const hash = createHash('sha256').update(body).digest('hex');
    const signed = request.headers.authorization === wanted.authorization;
    if (!signed || hash !== request.headers['x-amz-content-sha256']) {
      response.writeHead(403).end();
      return;
    }
    if (request.method === 'PUT') {
      puts += 1;
      objects.set(url.pathname, body);
    }
    if (request.method === 'DELETE') objects.delete(url.pathname);
    const known = objects.get(url.pathname);
    response.writeHead(known ? 200 : 404, { 'content-length': known?.length ?? 0 });
    response.end(request.method === 'GET' ? known : undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const storage = (secret = keys.secretKey) =>
  `http://${keys.accessKey}:${encodeURIComponent(secret)}@127.0.0.1:${(server.address() as AddressInfo).port}/bucket/files`;

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return (await bytesOf(bytes)).toString();
}

describe('files', () => {
  it('are signed as the published example of AWS is', () => {
    // docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, “GET Object”.
    const headers = signS3(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        bodyHash: EMPTY_HASH,
        at: Date.UTC(2013, 4, 24),
        headers: { range: 'bytes=0-9' },
      },
      keys,
    );
    expect(headers.authorization).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  it.each(['the data folder', 'S3-compatible storage'])(
    'go into %s and come back',
    async (where) => {
      const filesUrl = where === 'the data folder' ? null : storage();
      const store = fileStore({ dataDir: folder, filesUrl });
      const given = { ...stored, path: file('study.txt', text), bytes: text.length };
      await store.put(given);
      await store.put(given);
      expect(await textOf(await store.read(stored))).toBe(text);
      const gone = { ...stored, sha256: '0'.repeat(64) };
      await expect(store.read(gone)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const foreign = { ...stored, workspaceId: 'ws_2' };
      await expect(store.read(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      if (filesUrl) expect(puts).toBe(1);
      await store.remove(stored);
      await store.remove(stored);
      await expect(store.read(stored)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('go into a backup and come back into another folder', async () => {
    const [from, to, bundle] = ['from', 'to', 'bundle'].map((name) => join(folder, name));
    await mkdir(bundle as string);
    const env = (dir = '') => readEnv({ OPENMOPS_DATA_DIR: dir });
    const given = { ...stored, path: file('kept.txt', text), bytes: text.length };
    await fileStore(env(from)).put(given);
    await backupFiles(env(from), bundle as string);
    await restoreFiles(env(to), bundle as string);
    expect(await textOf(await fileStore(env(to)).read(stored))).toBe(text);
  });

  it('say when the storage refuses or is not there', async () => {
    const refused = fileStore({ dataDir: folder, filesUrl: storage('wrong') });
    await expect(refused.read(stored)).rejects.toThrow('answered 403');
    const nowhere = fileStore({ dataDir: folder, filesUrl: 'http://a:b@127.0.0.1:9/x' });
    await expect(nowhere.read(stored)).rejects.toMatchObject({ detail: { status: 503 } });
  });
});
