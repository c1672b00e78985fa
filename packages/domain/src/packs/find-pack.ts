import type { FieldSource, Pack, PackStream } from './pack.ts';

export type FoundPack = { pack: Pack; stream: PackStream };

/**
 * The stream of a pack that a stream is, by its name and the names of its fields; null: none, or
 * two that fit alike. `source`: the system that somebody has named; where it is known, no
 * other is asked.
 * @example findPack([], { stream: 'contacts', fields: ['id'] }) // null
 */
export function findPack(
  packs: readonly Pack[],
  of: { stream: string; fields: Iterable<string>; source?: string | null },
): FoundPack | null {
  const there = new Set([...of.fields].map((one) => one.toLowerCase()));
  const named = of.source
    ? packs.filter((pack) => namesOf(pack).includes(plain(of.source ?? '')))
    : [];
  if (named.length === 0) return best(packs, of.stream, there);
  return best(named, of.stream, there) ?? best(named, ANY_NAME, there);
}

function best(packs: readonly Pack[], name: string, there: Set<string>): FoundPack | null {
  let found: FoundPack | null = null;
  let most = -1;
  let tied = false;
  for (const pack of packs)
    for (const stream of pack.streams) {
      if (!isNamed(stream, name, namesOf(pack))) continue;
      if (!stream.marks.every((mark) => isThere(mark, there))) continue;
      const score = countFields(stream, there);
      if (score > most) found = { pack, stream };
      if (score >= most) tied = score === most;
      most = Math.max(most, score);
    }
  return tied ? null : found;
}

/** What a stream lists among its names that is called as its users like, such as a sheet. */
const ANY_NAME = '*';

/** Names without case, `_`, `-` and spaces; a connector may put the system's name before it. */
function isNamed(stream: PackStream, name: string, packs: readonly string[]): boolean {
  const asked = plain(name);
  const last = plain(name.split(/[./:]/).at(-1) ?? name);
  return stream.names.map(plain).some((one) => {
    return one === asked || one === last || packs.some((pack) => `${pack}${one}` === asked);
  });
}

const namesOf = (pack: Pack) => [pack.id, ...(pack.aliases ?? [])].map(plain);

const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '');

function isThere(path: string, there: Set<string>): boolean {
  return path
    .toLowerCase()
    .split('|')
    .some((one) => there.has(one.trim().replace(/\[(\d+)\]/g, '.$1')));
}

/** How many of the paths that its mappings read are there. */
function countFields(stream: PackStream, there: Set<string>): number {
  const paths = stream.mappings.flatMap(({ fields }) => Object.values(fields).flatMap(pathsOf));
  return new Set([...paths, ...stream.marks].filter((path) => isThere(path, there))).size;
}

const pathsOf = (source: FieldSource) =>
  typeof source === 'string' ? [source] : 'from' in source ? [source.from] : [];
