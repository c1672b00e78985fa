/**
 * Follows the chain of an evidence archive with nothing but Node and its own crypto. It is put into the archive, so
 * that whoever checks it needs nothing of OpenMOps; README.txt says the same steps in words.
 */
export const VERIFY_SCRIPT = `// node verify.mjs  (Node 18 or newer, in the folder of the files)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const linesOf = (name) => readFileSync(name, 'utf8').split('\\n').filter(Boolean);
const read = (name) => linesOf(name).map((line) => JSON.parse(line));
const wrong = [];

for (const line of linesOf('SHA256SUMS')) {
  const [hash, name] = line.split('  ');
  if (sha256(readFileSync(name)) !== hash) wrong.push(name + ' is not the file that was exported.');
}

const links = read('chain.jsonl');
links.forEach((link, at) => {
  const before = links[at - 1];
  if (before && (link.seq !== before.seq + 1 || link.previous !== before.hash))
    wrong.push('Entry ' + link.seq + ' does not follow from ' + before.seq + '.');
});

const hashes = new Map(links.map(({ seq, hash }) => [seq, hash]));
const entries = read('audit.jsonl');
for (const entry of entries) {
  const name = 'Entry ' + entry.seq + ' (' + entry.verb + ', ' + entry.at + ')';
  const [, seq, at, kind, id, verb, digest, details, request] = JSON.parse(entry.normal);
  const said = [seq, at, kind, id, verb, digest, request];
  const shown = [entry.seq, entry.at, entry.actor_kind, entry.actor_id, entry.verb, entry.input_digest, entry.request_id];
  if (JSON.stringify(said) !== JSON.stringify(shown) || sorted(details) !== sorted(entry.details))
    wrong.push(name + ' shows other words than were hashed.');
  if (sha256(entry.previous + '\\n' + entry.normal) !== entry.hash || hashes.get(entry.seq) !== entry.hash)
    wrong.push(name + ' was changed.');
}

function sorted(value) {
  return JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const head = links.at(-1)?.hash ?? '(none)';
console.log(wrong.length === 0 ? entries.length + ' entries, whole. Head: ' + head : wrong.join('\\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;
`;
