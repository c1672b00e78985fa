export type Json = Readonly<Record<string, unknown>>;

/** Gives what stands at a path of a record; undefined: nothing. */
export type PathReader = (record: Json) => unknown;

/**
 * A path as a reader: dots between names, `[0]` or `.0` for places in lists, `|` between
 * alternatives, of which the first that is there counts. A name that contains dots is tried as it
 * is before it is cut. Null and empty text are not there.
 * @example compilePath('a.b|c')({ c: 1 }) // 1
 * @example compilePath('lines[0].sku')({ lines: [{ sku: 'A' }] }) // 'A'
 */
export function compilePath(path: string): PathReader {
  const readers = path
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => single(one.replace(/\[(\d+)\]/g, '.$1')));
  const [first = () => undefined, ...others] = readers;
  if (others.length === 0) return (record) => present(first(record));
  return (record) => {
    const value = present(first(record));
    if (value !== undefined) return value;
    for (const read of others) {
      const next = present(read(record));
      if (next !== undefined) return next;
    }
    return undefined;
  };
}

const present = (value: unknown) => (value === null || value === '' ? undefined : value);

function single(path: string): PathReader {
  const whole = named(path);
  const dot = path.indexOf('.');
  if (dot < 0) return whole;
  const rests: [head: PathReader, rest: PathReader][] = [];
  // `hs.score` may itself be a name, at any depth.
  for (let at = dot; at >= 0; at = path.indexOf('.', at + 1))
    rests.push([named(path.slice(0, at)), single(path.slice(at + 1))]);
  return (record) => {
    const value = whole(record);
    if (value !== undefined) return value;
    for (const [head, rest] of rests) {
      const inner = head(record);
      if (inner === null || typeof inner !== 'object') continue;
      const found = rest(inner as Json);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Names that every object has without being told are asked for with care. */
function named(name: string): PathReader {
  return name in Object.prototype
    ? (record) => (Object.hasOwn(record, name) ? record[name] : undefined)
    : (record) => record[name];
}
