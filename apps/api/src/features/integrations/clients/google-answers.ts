/**
 * How long a Google API asks to wait, in ms, out of the body of its refusal; null when it does not say.
 * @example retryDelayMs('{"error":{"details":[{"retryDelay":"12.5s"}]}}') // 12500
 */
export function retryDelayMs(text: string): number | null {
  const [, seconds] = /"retryDelay"\s*:\s*"(\d{1,6}(?:\.\d{1,9})?)s"/.exec(text) ?? [];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}
