import { refusal } from './refuse.ts';

export type Packing = 'plain' | 'gzip' | 'zip';

/** How the first bytes say the file is packed; never its name. */
export function packingOf(head: Uint8Array): Packing {
  if (starts(head, [0x1f, 0x8b])) return 'gzip';
  if (starts(head, [0x50, 0x4b, 0x03, 0x04]) || starts(head, [0x50, 0x4b, 0x05, 0x06])) {
    return 'zip';
  }
  return 'plain';
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
  if (/^(?:\[\s*)?\{\s*["}]/.test(start)) {
    throw refusal('not_a_table', 'The file is JSON, not a table.', {
      hint: 'Export the report as CSV or XLSX and import that file.',
    });
  }
}

function starts(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
