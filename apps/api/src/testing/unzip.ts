import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive by name, read from its start; throws where a checksum or length is wrong. */
export function unzip(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, named] = [zip.readUInt32LE(at + 18), zip.readUInt16LE(at + 26)];
    const name = zip.toString('utf8', at + 30, at + 30 + named);
    const data = inflateRawSync(zip.subarray(at + 30 + named, at + 30 + named + packed));
    if (crc32(data) !== zip.readUInt32LE(at + 14) || data.length !== zip.readUInt32LE(at + 22))
      throw new Error(`${name} is not as the archive says.`);
    parts.set(name, data.toString('utf8'));
    at += 30 + named + packed;
  }
  return parts;
}
