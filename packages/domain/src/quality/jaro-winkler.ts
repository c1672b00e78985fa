/**
 * How alike two texts are by Jaro: matching characters within half the longer text, and how many of
 * them changed places. 1 is the same, 0 is nothing in common; two empty texts are the same.
 * Source: Jaro (1989), J. Am. Stat. Assoc. 84, 414–420.
 * @param a text; compared by code points, as it stands
 * @param b text
 * @returns similarity, 0 to 1
 * @example jaro('MARTHA', 'MARHTA') // 0.9444…
 */
export function jaro(a: string, b: string): number {
  if (a === b) return 1;
  const one = codePoints(a);
  const two = codePoints(b);
  if (one.length === 0 || two.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(one.length, two.length) / 2) - 1);
  const taken = new Uint8Array(two.length);
  const matchedOne: number[] = [];
  for (let i = 0; i < one.length; i++) {
    const end = Math.min(two.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] || one[i] !== two[j]) continue;
      taken[j] = 1;
      matchedOne.push(one[i] as number);
      break;
    }
  }
  const matches = matchedOne.length;
  if (matches === 0) return 0;
  let moved = 0;
  let next = 0;
  for (let j = 0; j < two.length; j++) {
    if (taken[j] && two[j] !== matchedOne[next++]) moved++;
  }
  return (matches / one.length + matches / two.length + (matches - moved / 2) / matches) / 3;
}

/**
 * Jaro's similarity, raised for a common beginning of up to four characters, by a tenth of what is
 * missing for each. As Winkler has it, only where Jaro is above 0.7.
 * Source: Winkler (1990), Proc. Survey Research Methods Section, ASA, 354–359.
 * @param a text
 * @param b text
 * @returns similarity, 0 to 1
 * @example jaroWinkler('MARTHA', 'MARHTA') // 0.9611…
 */
export function jaroWinkler(a: string, b: string): number {
  const similarity = jaro(a, b);
  if (similarity <= 0.7) return similarity;
  const one = codePoints(a);
  const two = codePoints(b);
  let common = 0;
  while (common < 4 && common < one.length && one[common] === two[common]) common++;
  return similarity + common * 0.1 * (1 - similarity);
}

function codePoints(text: string): Uint32Array {
  return Uint32Array.from(text, (sign) => sign.codePointAt(0) as number);
}
