import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spool, sweepUploads, uploadPath } from './uploads.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-spool-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

describe('spool', () => {
  it('keeps the bytes as they came, with their SHA-256', async () => {
    const { path, bytes, sha256 } = await spool(folder, pieces('a', 'bc'));
    expect(await readFile(path, 'utf8')).toBe('abc');
    expect(bytes).toBe(3);
    expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('keeps nothing of a body that is too large, breaks off, or meets a full disk', async () => {
    const before = await readdir(join(folder, 'uploads'));
    const limits = { uploadBytes: 4, freeBytes: 0 };
    await expect(spool(folder, pieces('abc', 'de'), limits)).rejects.toMatchObject({
      code: 'LIMIT',
    });
    async function* broken() {
      yield Buffer.from('abc');
      throw new Error('the line went dead');
    }
    await expect(spool(folder, broken())).rejects.toThrow('dead');
    const full = { uploadBytes: 4, freeBytes: Number.MAX_SAFE_INTEGER };
    await expect(spool(folder, pieces('a'), full)).rejects.toMatchObject({
      code: 'PRECONDITION',
    });
    expect(await readdir(join(folder, 'uploads'))).toEqual(before);
  });

  it('never lets an id be a path', () => {
    expect(() => uploadPath(folder, '../lock.sqlite')).toThrow('no such upload');
    expect(() => uploadPath(folder, 'up_/etc/passwd')).toThrow('no such upload');
  });

  it('removes old files that nobody needs', async () => {
    const [old, needed, fresh] = [
      await spool(folder, pieces('1')),
      await spool(folder, pieces('2')),
      await spool(folder, pieces('3')),
    ];
    const now = Date.now();
    const yesterday = new Date(now - 25 * 3_600_000);
    for (const { path } of [old, needed]) await utimes(path, yesterday, yesterday);
    expect(await sweepUploads(folder, { now, needed: new Set([needed.id]) })).toEqual([old.id]);
    expect(await readdir(join(folder, 'uploads'))).toContain(fresh.id);
  });
});
