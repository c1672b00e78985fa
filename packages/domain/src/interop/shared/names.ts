/**
 * A text as a name of small letters, digits and single underscores.
 * @example nameOf('paid.CTR  (all)') // 'paid_ctr_all'
 */
export function nameOf(text: string): string {
  const name = text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : `x_${name}`.replace(/_$/, '');
}

/** Gives each a name that no other has. */
export function uniqueNames(taken: Iterable<string> = []): (text: string) => string {
  const used = new Set(taken);
  return (text) => {
    const base = nameOf(text);
    let name = base;
    for (let next = 2; used.has(name); next++) name = `${base}_${next}`;
    used.add(name);
    return name;
  };
}
