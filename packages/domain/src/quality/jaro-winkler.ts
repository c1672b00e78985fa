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
  return a === b ? 1 : jaroOf(codePoints(a), codePoints(b));
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
  return a === b ? 1 : jaroWinklerOf(codePoints(a), codePoints(b));
}

/** The same of code points, for whoever compares one text with many. */
export function jaroWinklerOf(one: Uint32Array, two: Uint32Array): number {
  const similarity = jaroOf(one, two);
  if (similarity <= 0.7) return similarity;
  return similarity + commonStart(one, two) * 0.1 * (1 - similarity);
}

/** How many of the first four are the same. */
export function commonStart(one: Uint32Array, two: Uint32Array): number {
  const most = Math.min(4, one.length, two.length);
  let common = 0;
  while (common < most && one[common] === two[common]) common++;
  return common;
}

export function codePoints(text: string): Uint32Array {
  const codes = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) as number;
    if (code > 0xffff) at++;
    codes[count++] = code;
  }
  return codes.subarray(0, count);
}

/** Room for one comparison, used again for the next. */
let taken = new Uint8Array(64);
let matched = new Uint32Array(64);

function jaroOf(one: Uint32Array, two: Uint32Array): number {
  const [lengthOne, lengthTwo] = [one.length, two.length];
  if (lengthOne === 0 || lengthTwo === 0) return lengthOne === lengthTwo ? 1 : 0;
  const longer = Math.max(lengthOne, lengthTwo);
  if (taken.length < longer) {
    taken = new Uint8Array(longer * 2);
    matched = new Uint32Array(longer * 2);
  }
  taken.fill(0, 0, lengthTwo);
  const reach = Math.max(0, Math.floor(longer / 2) - 1);
  let matches = 0;
  for (let i = 0; i < lengthOne; i++) {
    const code = one[i] as number;
    const end = Math.min(lengthTwo - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (two[j] !== code || taken[j] === 1) continue;
      taken[j] = 1;
      matched[matches++] = code;
      break;
    }
  }
  if (matches === 0) return 0;
  let moved = 0;
  let next = 0;
  for (let j = 0; j < lengthTwo; j++) {
    if (taken[j] === 1 && two[j] !== matched[next++]) moved++;
  }
  return (matches / lengthOne + matches / lengthTwo + (matches - moved / 2) / matches) / 3;
}
