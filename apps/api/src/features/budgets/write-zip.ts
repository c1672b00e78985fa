import { crc32, deflateRawSync } from 'node:zlib';

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;
/** 1980-01-01, so that equal contents are equal archives. */
const DATE = 0x0021;

/**
 * Files as one ZIP archive, in the given order (APPNOTE 6.3.10, without ZIP64: less than 4 GB and 65,535 files).
 * @example writeZip([{ name: 'a.txt', text: 'hello' }]) // bytes that any unzip opens
 */
export function writeZip(files: readonly { name: string; text: string }[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text } of files) {
    const path = Buffer.from(name, 'utf8');
    const data = Buffer.from(text, 'utf8');
    const packed = deflateRawSync(data);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(data), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(data.length, 8);
    const lengths = shorts(path.length, 0);
    const local = Buffer.concat([
      longs(0x04034b50),
      shorts(VERSION, FLAGS, DEFLATED, 0, DATE),
      sizes,
      lengths,
      path,
    ]);
    directory.push(
      Buffer.concat([
        longs(0x02014b50),
        shorts(VERSION, VERSION, FLAGS, DEFLATED, 0, DATE),
        sizes,
        lengths,
        // No comment, first disk, no attributes.
        shorts(0, 0, 0),
        longs(0, at),
        path,
      ]),
    );
    bodies.push(local, packed);
    at += local.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.concat([
    longs(0x06054b50),
    shorts(0, 0, files.length, files.length),
    longs(listing.length, at),
    shorts(0),
  ]);
  return Buffer.concat([...bodies, listing, end]);
}

const shorts = (...values: number[]) => numbers(values, 2);
const longs = (...values: number[]) => numbers(values, 4);

function numbers(values: readonly number[], bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(values.length * bytes);
  for (const [at, value] of values.entries())
    if (bytes === 2) buffer.writeUInt16LE(value, at * 2);
    else buffer.writeUInt32LE(value, at * 4);
  return buffer;
}
