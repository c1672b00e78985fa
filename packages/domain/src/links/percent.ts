/**
 * Percent-encoded text of a query → text; `+` is a space. What is no UTF-8 stays as it is written.
 * @example decodeText('a+b%2Bc%') // 'a b+c%'
 */
export function decodeText(raw: string): string {
  return decodePercent(raw.replaceAll('+', ' '));
}

/** The same with `+` left alone. */
export function decodePercent(raw: string): string {
  return raw.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * Text → percent-encoded, as a value of a query.
 * @example encodeText('a b&c') // 'a%20b%26c'
 */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
