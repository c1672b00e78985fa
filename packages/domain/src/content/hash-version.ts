import { sha256 } from '../shared/index.ts';
import type { VersionContent } from './schema.ts';

/**
 * A text in the form in which versions are compared: Unicode NFC, line ends as LF, without blanks at
 * the ends of lines and of the whole. Everything else is an edit.
 * @example normalText('Cafe\u0301 \r\nnow\n') // 'Café\nnow'
 */
export function normalText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/**
 * The hash of what a version says: SHA-256 in hex over title, text, link and the hash of its file in
 * their normal form. Approvals and checklists hold for one hash and no other.
 * @example hashVersion({ title: 'Hi', text: 'a ', link: null, fileHash: null }) === hashVersion({ title: 'Hi', text: 'a', link: null, fileHash: null }) // true
 * @example hashVersion({ title: 'Hi', text: 'a', link: null, fileHash: null }).length // 64
 */
export function hashVersion({ title, text, link, fileHash }: VersionContent): string {
  const parts = [normalText(title), normalText(text), link?.trim() ?? null, fileHash];
  return sha256(JSON.stringify(['openmops.content@1', ...parts]));
}
