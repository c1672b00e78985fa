import { MopsError } from '../shared/error.ts';

/** The encodings that exports come in; each is a label that `TextDecoder` knows. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh';

/** What a table is written in: the encoding of a text, or the workbook format. */
export type TableEncoding = Encoding | 'xlsx';

/** `bom`: the file begins with a byte order mark, which is no part of the text. */
export type DetectedEncoding = { encoding: Encoding; bom: boolean };

const NAMES: Record<TableEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'windows-1252': 'Windows-1252',
  macintosh: 'Mac Roman',
  xlsx: 'Excel workbook',
};

/**
 * What people call an encoding.
 *
 * @example encodingName('macintosh') // 'Mac Roman'
 */
export function encodingName(encoding: TableEncoding): string {
  return NAMES[encoding];
}

/**
 * The encoding of a text file from its first bytes (64 KB are enough); refuses what is no text.
 *
 * @example detectEncoding(new Uint8Array([0xff, 0xfe, 0x43, 0x00])) // { encoding: 'utf-16le', bom: true }
 */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  if (head.length === 0) {
    throw refuse(
      'empty_file',
      'The file is empty.',
      'Export the report again and choose a period with data.',
    );
  }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return found('utf-8', true);
  if (head[0] === 0xff && head[1] === 0xfe) return found('utf-16le', true);
  if (head[0] === 0xfe && head[1] === 0xff) return found('utf-16be', true);
  refuseBinary(head);
  const wide = wideText(head);
  if (wide) return found(wide, false);
  if (head.includes(0)) {
    throw refuse('not_a_table', 'This is a binary file, not a table of text.', SAVE_AS_CSV);
  }
  if (isUtf8(head)) return found('utf-8', false);
  return found(isMacRoman(head) ? 'macintosh' : 'windows-1252', false);
}

function found(encoding: Encoding, bom: boolean): DetectedEncoding {
  return { encoding, bom };
}

const SAVE_AS_CSV = 'Export the report as CSV or XLSX, or save it as CSV from your spreadsheet.';

/** First bytes of files that people drop by mistake. */
const BINARY: { bytes: number[]; name: string; hint: string }[] = [
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    name: 'a PDF',
    hint: 'Export the report as CSV or XLSX instead of PDF.',
  },
  { bytes: [0x89, 0x50, 0x4e, 0x47], name: 'a PNG picture', hint: SAVE_AS_CSV },
  { bytes: [0xff, 0xd8, 0xff], name: 'a JPEG picture', hint: SAVE_AS_CSV },
  { bytes: [0x47, 0x49, 0x46, 0x38], name: 'a GIF picture', hint: SAVE_AS_CSV },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    name: 'an old Excel file (.xls) or another Office document',
    hint: 'Open it in your spreadsheet and save it as XLSX or CSV.',
  },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    name: 'a ZIP archive',
    hint: 'Unpack it and import the CSV or XLSX files that are inside.',
  },
  { bytes: [0x50, 0x4b, 0x05, 0x06], name: 'an empty ZIP archive', hint: SAVE_AS_CSV },
  {
    bytes: [0x1f, 0x8b],
    name: 'a packed file inside a packed file',
    hint: 'Unpack it once and import the result.',
  },
  { bytes: [0x50, 0x41, 0x52, 0x31], name: 'a Parquet file', hint: SAVE_AS_CSV },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], name: 'a SQLite database', hint: SAVE_AS_CSV },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], name: 'a program', hint: SAVE_AS_CSV },
];

function refuseBinary(head: Uint8Array): void {
  for (const { bytes, name, hint } of BINARY) {
    if (bytes.every((byte, at) => head[at] === byte)) {
      throw refuse('not_a_table', `This is ${name}, not a table.`, hint);
    }
  }
}

function refuse(code: string, message: string, hint: string): MopsError {
  return new MopsError('INVALID', message, hint, { code, line: null });
}

/** UTF-16 without a mark: nearly every second byte of Western text is zero. */
function wideText(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (head[at] === 0) evenZeros++;
    if (head[at + 1] === 0) oddZeros++;
  }
  if (oddZeros > pairs * 0.4 && evenZeros < pairs * 0.05) return 'utf-16le';
  if (evenZeros > pairs * 0.4 && oddZeros < pairs * 0.05) return 'utf-16be';
  return null;
}

/** Whether the bytes are well-formed UTF-8; a character cut off at the end of the head is allowed. */
function isUtf8(head: Uint8Array): boolean {
  for (let at = 0; at < head.length; ) {
    const byte = head[at] ?? 0;
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length === 0 || byte >= 0xf5) return false;
    for (let next = 1; next < length; next++) {
      if (at + next >= head.length) return true;
      if (((head[at + next] ?? 0) & 0xc0) !== 0x80) return false;
    }
    const second = head[at + 1] ?? 0;
    const overlong = (byte === 0xe0 && second < 0xa0) || (byte === 0xf0 && second < 0x90);
    const beyond = (byte === 0xed && second >= 0xa0) || (byte === 0xf4 && second >= 0x90);
    if (overlong || beyond) return false;
    at += length;
  }
  return true;
}

// Bytes of accented letters in Mac Roman and in Windows-1252; in the other encoding each is a sign
// that hardly ever stands beside a letter. 0x81 0x8d 0x8f 0x90 0x9d are not defined in Windows-1252.
const MAC_LETTERS = new Set([
  0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f,
  0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f,
]);
const UNDEFINED_IN_WINDOWS = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
// Apostrophe, quotes, dashes and œ of Windows text stand beside letters too: they are no evidence.
const NO_EVIDENCE = new Set([0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x9c]);
// € – — ™ of Windows stand at the edge of a word; Ä ñ ó ô of Mac Roman stand inside.
const INSIDE_WORDS = new Set([0x80, 0x96, 0x97, 0x99]);
// “À” as a word of its own: what Windows has at these places (ˆ ˜ ƒ) stands nowhere.
const ALONE = new Set([0x83, 0x88, 0x98]);

function isMacRoman(head: Uint8Array): boolean {
  let mac = 0;
  let windows = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0;
    if (byte < 0x80) continue;
    if (UNDEFINED_IN_WINDOWS.has(byte)) return true;
    const before = isLetter(head[at - 1]);
    const after = isLetter(head[at + 1]);
    const beside = INSIDE_WORDS.has(byte) ? before && after : before || after;
    if (!beside && !ALONE.has(byte)) continue;
    if (byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7) windows++;
    else if (MAC_LETTERS.has(byte) && !NO_EVIDENCE.has(byte)) mac++;
  }
  return mac > windows;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}
