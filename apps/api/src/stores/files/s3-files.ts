import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { MopsError } from '@openmops/domain/shared';
import { fileGone } from './file-gone.ts';
import type { FileStore, StoredFile } from './file-store.ts';
import { EMPTY_HASH, type S3Request, signS3 } from './sign-s3.ts';

const PATIENCE_MS = 300_000;

/**
 * Files in S3-compatible storage. The address is `https://KEY:SECRET@host/bucket/prefix?region=…`;
 * objects are addressed by path, as MinIO, Ceph and AWS take it.
 */
export function s3Files(address: string): FileStore {
  const base = new URL(address);
  const keys = {
    accessKey: decodeURIComponent(base.username),
    secretKey: decodeURIComponent(base.password),
    region: base.searchParams.get('region') ?? 'us-east-1',
  };
  const root = base.pathname.replace(/\/+$/, '');
  const urlOf = ({ workspaceId, sha256 }: StoredFile) =>
    new URL(`${base.protocol}//${base.host}${root}/${workspaceId}/${sha256.slice(0, 2)}/${sha256}`);
  const ask = async (request: Omit<S3Request, 'at'>, body?: Readable) => {
    const headers = signS3({ ...request, at: Date.now() }, keys);
    const init = {
      method: request.method,
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: 'error',
      ...(body ? { body: Readable.toWeb(body), duplex: 'half' } : {}),
    } as RequestInit;
    try {
      return await fetch(request.url, init);
    } catch (cause) {
      throw unreachable(cause instanceof Error ? cause.message : 'no answer');
    }
  };
  return {
    async put(file) {
      const url = urlOf(file);
      const there = await ask({ method: 'HEAD', url, bodyHash: EMPTY_HASH });
      if (there.ok && Number(there.headers.get('content-length')) === file.bytes) return;
      const headers = { 'content-length': String(file.bytes) };
      const request = { method: 'PUT', url, bodyHash: file.sha256, headers } as const;
      const answer = await ask(request, createReadStream(file.path));
      await answer.body?.cancel();
      if (!answer.ok) throw unreachable(`it answered with status ${answer.status}`);
    },
    async read(file) {
      const answer = await ask({ method: 'GET', url: urlOf(file), bodyHash: EMPTY_HASH });
      if (answer.ok && answer.body) return answer.body as unknown as AsyncIterable<Uint8Array>;
      await answer.body?.cancel();
      throw answer.status === 404 ? fileGone() : unreachable(`it answered ${answer.status}`);
    },
    async remove(file) {
      const answer = await ask({ method: 'DELETE', url: urlOf(file), bodyHash: EMPTY_HASH });
      await answer.body?.cancel();
      if (!answer.ok && answer.status !== 404) throw unreachable(`it answered ${answer.status}`);
    },
  };
}

function unreachable(why: string): MopsError {
  return new MopsError(
    'INTERNAL',
    `The storage of files does not take part: ${why}.`,
    'Check FILES_URL and the storage, then try again.',
    { status: 503 },
  );
}
