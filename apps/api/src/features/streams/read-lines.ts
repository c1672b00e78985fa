import { StringDecoder } from 'node:string_decoder';

/** Longer lines are set aside: no record is so long, and each is held in memory several times. */
const MAX_LINE = 32 * 1024 ** 2;
const SHOWN = 64 * 1024;

export type Line = { text: string; line: number; tooLong: boolean };

/**
 * The lines of a body of bytes, as many at once as came together. Of a line that is too long only
 * the begin is kept.
 */
export async function* readLines(
  body: AsyncIterable<Uint8Array>,
  options: { first?: number; longest?: number } = {},
): AsyncGenerator<Line[]> {
  const { longest = MAX_LINE } = options;
  const decoder = new StringDecoder('utf8');
  let line = (options.first ?? 1) - 1;
  let begun: string[] = [];
  let length = 0;
  const push = (text: string) => {
    length += text.length;
    if (length <= longest) begun.push(text);
    else if (begun.length !== 1 || (begun[0]?.length ?? 0) > SHOWN)
      begun = [[...begun, text].join('').slice(0, SHOWN)];
  };
  const end = (): Line => {
    const text = begun.length === 1 ? (begun[0] as string) : begun.join('');
    const ended = { text, line: ++line, tooLong: length > longest };
    begun = [];
    length = 0;
    return ended;
  };
  for await (const bytes of body) {
    const text = decoder.write(bytes as Buffer);
    const lines: Line[] = [];
    let at = 0;
    for (let stop = text.indexOf('\n'); stop >= 0; stop = text.indexOf('\n', at)) {
      push(text.slice(at, stop));
      lines.push(end());
      at = stop + 1;
    }
    if (at < text.length) push(text.slice(at));
    if (lines.length > 0) yield lines;
  }
  push(decoder.end());
  if (length > 0) yield [end()];
}
