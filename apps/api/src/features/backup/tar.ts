import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MopsError } from '@openmops/domain/shared';

/** POSIX ustar, so that any `tar` opens a backup. Sizes beyond 8 GB use the base-256 form. */
const BLOCK = 512;
const OCTAL_LIMIT = 8 ** 11;

/** Writes the files of a folder (not its folders) into one archive, named as they are. */
export async function packFolder(folder: string, archive: string): Promise<void> {
  async function* blocks(): AsyncGenerator<Uint8Array> {
    for (const name of (await readdir(folder)).sort()) {
      const { size } = await stat(join(folder, name));
      yield header(name, size);
      yield* createReadStream(join(folder, name));
      yield new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
    }
    yield new Uint8Array(2 * BLOCK);
  }
  await pipeline(Readable.from(blocks()), createWriteStream(archive, { flags: 'wx', mode: 0o600 }));
}

/** Writes the files of an archive into a folder. Names with a path in them are refused. */
export async function unpack(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(archive);
  try {
    const { size: total } = await file.stat();
    let at = 0;
    while (at + BLOCK <= total) {
      const block = Buffer.alloc(BLOCK);
      await file.read(block, 0, BLOCK, at);
      if (block.every((byte) => byte === 0)) return;
      const { name, size } = readHeader(block);
      const start = at + BLOCK;
      if (start + size > total) throw damaged();
      const target = createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600 });
      if (size === 0) target.end();
      else {
        const end = start + size - 1;
        await pipeline(createReadStream(archive, { start, end }), target);
      }
      at = start + Math.ceil(size / BLOCK) * BLOCK;
    }
    throw damaged();
  } finally {
    await file.close();
  }
}

function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  if (size < OCTAL_LIMIT) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    block.writeUInt8(0x80, 124);
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function readHeader(block: Buffer): { name: string; size: number } {
  const stored = Number.parseInt(block.toString('latin1', 148, 154), 8);
  const copy = Buffer.from(block);
  copy.write('        ', 148);
  if (copy.reduce((total, byte) => total + byte, 0) !== stored) throw damaged();
  const name = block.toString('utf8', 0, 100).replace(/\0.*$/s, '');
  const large = block.readUInt8(124) === 0x80;
  const size = large
    ? Number(block.readBigUInt64BE(128))
    : Number.parseInt(block.toString('latin1', 124, 135), 8);
  const plain = name !== '' && basename(name) === name && dirname(name) === '.' && name !== '..';
  if (!plain || !Number.isSafeInteger(size)) throw damaged();
  return { name, size };
}

function damaged(): MopsError {
  return new MopsError(
    'INVALID',
    'This file is no backup of OpenMOps, or it is damaged.',
    'Choose a file that `openmops backup` wrote.',
  );
}
