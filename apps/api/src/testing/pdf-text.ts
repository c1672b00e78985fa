import { inflateSync } from 'node:zlib';

/**
 * The words of a PDF in the order in which they are written, page by page, a line for each piece: what
 * its fonts say that its glyphs mean. Knows what our own files are made of, not every PDF.
 */
export function pdfText(bytes: Uint8Array): string[] {
  const objects = new Map<string, string>();
  const file = Buffer.from(bytes).toString('latin1');
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g))
    objects.set(id, body);
  const fonts = new Map<string, Map<string, string>>();
  for (const body of objects.values())
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      if (map) fonts.set(name, meanings(streamOf(objects.get(map) ?? '')));
    }
  return [...objects.values()]
    .filter((body) => /\/Type \/Page\b/.test(body))
    .map((body) => /\/Contents (\d+) 0 R/.exec(body)?.[1] ?? '')
    .map((id) => wordsOf(streamOf(objects.get(id) ?? ''), fonts));
}

function streamOf(body: string): string {
  const raw = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(body)?.[1] ?? '';
  const bytes = Buffer.from(raw, 'latin1');
  return (body.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

/** Glyph → text, of a map `<0000> <0002> [<0020> <0041> <00660069>]`. */
function meanings(map: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, first = '', list = ''] of map.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g))
    [...list.matchAll(/<(\w+)>/g)].forEach(([, hex = ''], at) => {
      const glyph = (Number.parseInt(first, 16) + at).toString(16).padStart(4, '0');
      found.set(glyph, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
    });
  return found;
}

function wordsOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let text = '';
  for (const [, name, glyphs, end] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<(\w+)>|(\bET\b)/g)) {
    if (name) font = fonts.get(name) ?? font;
    for (const glyph of glyphs?.match(/.{4}/g) ?? []) text += font.get(glyph.toLowerCase()) ?? '?';
    if (end) text += '\n';
  }
  return text;
}
