import { readFile } from 'node:fs/promises';
import { MopsError } from '@openmops/domain/shared';
import { detectEncoding } from '@openmops/domain/sources/detect-encoding';
import { typedPath } from '../env.ts';

const LINE_END = Buffer.from('\n');

/**
 * A text file that somebody names on the command line, in whichever encoding a spreadsheet wrote it, without
 * its byte order mark. Refused in words: a file that is not there, a folder, what is no text.
 * @example await readText('groups.json')
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(typedPath(path)).catch((error: NodeJS.ErrnoException) => {
    throw new MopsError('NOT_FOUND', reasonOf(path, error.code), 'Check the path.');
  });
  return textOf(bytes);
}

/** Bytes as text. All of them say in which encoding: the first letter that tells may come late. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  // Behind a line end no letter is taken for one that is cut off.
  const { encoding } = detectEncoding(Buffer.concat([bytes, LINE_END]));
  return new TextDecoder(encoding).decode(bytes);
}

function reasonOf(path: string, code: string | undefined): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no file ${path}.`;
  if (code === 'EISDIR') return `${path} is a folder.`;
  return `The file ${path} may not be read.`;
}
