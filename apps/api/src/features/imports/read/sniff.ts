import { refusal } from './refuse.ts';

export type Packing = 'plain' | 'gzip' | 'zip';

const MAGIC: [number[], string, string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF', 'Download the report as CSV or XLSX instead.'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture', 'Download the report as CSV or XLSX instead.'],
  [[0xff, 0xd8, 0xff], 'a picture', 'Download the report as CSV or XLSX instead.'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture', 'Download the report as CSV or XLSX instead.'],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'an old or password-protected Excel file',
    'Open it in Excel and save it as XLSX without a password, or as CSV.',
  ],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive', 'Unpack it and import the file inside.'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive', 'Unpack it and import the file inside.'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive', 'Unpack it and import the file inside.'],
  [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive', 'Unpack it and import the file inside.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd archive', 'Unpack it and import the file inside.'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file', 'Export it as CSV or XLSX instead.'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program', 'Choose the CSV or XLSX file of the report.'],
  [[0x4d, 0x5a], 'a program', 'Choose the CSV or XLSX file of the report.'],
];

/** What the first bytes say the file is; never its name. Throws for what cannot be a table. */
export function packingOf(head: Uint8Array): Packing {
  if (starts(head, [0x1f, 0x8b])) return 'gzip';
  if (starts(head, [0x50, 0x4b, 0x03, 0x04]) || starts(head, [0x50, 0x4b, 0x05, 0x06])) {
    return 'zip';
  }
  refuseBinary(head);
  return 'plain';
}

/** After unpacking: text, or a refusal. */
export function refuseBinary(head: Uint8Array): void {
  for (const [magic, what, hint] of MAGIC) {
    // Short marks also begin honest text ("MZ…"), so these need a zero byte as a second witness.
    if (starts(head, magic) && (magic.length > 2 || head.includes(0))) {
      throw refusal('not_a_table', `The file is ${what}, not a table.`, { hint });
    }
  }
  if (isWide(head)) return;
  if (head.includes(0)) {
    throw refusal('not_a_table', 'The file holds binary data, not a table.', {
      hint: 'Export the report as CSV, TSV or XLSX and import that file.',
    });
  }
}

/** A web page or a JSON answer saved under the name of a report. */
export function refuseMarkup(text: string): void {
  const start = text.slice(0, 4000).trimStart().toLowerCase();
  if (/^<(?:!doctype html|html|head|body)\b/.test(start)) {
    throw refusal('not_a_table', 'The file is a web page, often a sign-in or an error page.', {
      hint: 'Sign in to the platform, download the report again and import that file.',
    });
  }
  if (start.startsWith('<?xml') || start.startsWith('<!--')) {
    throw refusal('not_a_table', 'The file is XML, not a table.', {
      hint: 'Export the report as CSV or XLSX and import that file.',
    });
  }
  if (/^[[{]\s*["{[]/.test(start) && /"\s*:/.test(start)) {
    throw refusal('not_a_table', 'The file is JSON, not a table.', {
      hint: 'Export the report as CSV or XLSX and import that file.',
    });
  }
}

function starts(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** UTF-16, with or without its mark: every second byte of Latin text is zero. */
function isWide(head: Uint8Array): boolean {
  if (starts(head, [0xff, 0xfe]) || starts(head, [0xfe, 0xff])) return true;
  const size = Math.min(head.length, 512) & ~1;
  if (size < 8) return false;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < size; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const half = size / 2;
  return (even > half * 0.7 && odd < half * 0.1) || (odd > half * 0.7 && even < half * 0.1);
}
