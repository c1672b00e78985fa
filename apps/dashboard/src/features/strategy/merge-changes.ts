/** A list as it was when a dialog was opened, as it was left there, and as somebody else has made it meanwhile. */
type Sides<T> = { opened: readonly T[]; mine: readonly T[]; now: readonly T[] };
/** What stays the same one, whatever of it changes. */
export type Keyed<T> = { key: string; value: T };

/** The fields that were changed. */
export function changesOf<T extends object>(before: T, after: T): Partial<T> {
  const fields = Object.entries(after) as [keyof T, T[keyof T]][];
  return Object.fromEntries(
    fields.filter(([field, value]) => value !== before[field]),
  ) as Partial<T>;
}

/** Ids as they are now, less those taken out here, with those added here. */
export function mergeIds({ opened, mine, now }: Sides<string>): string[] {
  const left = mine.filter((id) => now.includes(id) || !opened.includes(id));
  return [...left, ...now.filter((id) => !opened.includes(id) && !mine.includes(id))];
}

/** The same for what has fields: of each one, those that were changed here are put into what it is now. */
export function mergeLists<T extends object>({ opened, mine, now }: Sides<Keyed<T>>): T[] {
  const [was, here, theirs] = [byKey(opened), byKey(mine), byKey(now)];
  const left = mine.flatMap(({ key, value }) => {
    const [before, there] = [was.get(key), theirs.get(key)];
    const changes = before ? changesOf(before, value) : value;
    if (there) return [{ ...there, ...changes }];
    // Taken out by the other: it comes back only where it was changed here.
    return Object.keys(changes).length > 0 ? [value] : [];
  });
  const added = now.filter(({ key }) => !was.has(key) && !here.has(key));
  return [...left, ...added.map(({ value }) => value)];
}

const byKey = <T>(list: readonly Keyed<T>[]): Map<string, T> =>
  new Map(list.map(({ key, value }) => [key, value]));

/** Each with its name as its key, and which one of that name it is. */
export function keyedBy<T>(list: readonly T[], nameOf: (one: T) => string): Keyed<T>[] {
  const seen = new Map<string, number>();
  return list.map((value) => {
    const name = nameOf(value);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { key: `${name}\n${nth}`, value };
  });
}
