import { clickPlatform } from '../click-ids.ts';
import { type Draft, note } from '../draft.ts';
import { findPersonalData } from '../find-personal-data.ts';
import { joinPairs, type Pair, readPairs } from '../pairs.ts';
import { decodePercent } from '../percent.ts';
import { splitUrl } from '../split-url.ts';
import { takeClickIds } from '../strip-click-ids.ts';
import { isHost } from './host.ts';

const HOST_FIRST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)/i;

/** Blanks in the text of a link, before it is taken apart. */
export function cleanText(url: string): string {
  return url
    .trim()
    .replace(/[\t\r\n]+/g, '')
    .replace(/\s/g, '%20');
}

/** Whether the link leads somewhere: scheme, host, nobody's password. */
export function checkAddress(draft: Draft): void {
  const { parts } = draft;
  const text = (parts.scheme === null ? '' : `${parts.scheme}:`) + parts.path;
  const protocolRelative = parts.scheme === null && parts.authority !== null;
  if (protocolRelative || (parts.authority === null && HOST_FIRST.test(text))) {
    const fixed = splitUrl(
      protocolRelative ? `https://${parts.authority}${parts.path}` : `https://${text}`,
    );
    draft.parts = { ...fixed, query: parts.query, fragment: parts.fragment };
    note(draft, 'url-scheme', {
      message: 'The link does not say https://.',
      suggestion: 'https://',
    });
  } else if (!/^https?$/i.test(parts.scheme ?? '')) {
    const message = `“${text.slice(0, 60)}” is no link to the web.`;
    note(draft, 'url-scheme', { message });
    return;
  }
  const authority = draft.parts.authority ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host !== authority) {
    draft.parts.authority = host;
    note(draft, 'url-credentials', {
      message: 'The link holds a user name.',
      suggestion: host,
    });
  }
  if (!isHost(host)) {
    note(draft, 'url-host', { message: `“${host.slice(0, 60)}” is no host name.` });
  }
}

/** Tags that stand where no analytics tool looks: after `#`, after a second `?`, behind `&amp;`. */
export function checkQueryMarks(draft: Draft): void {
  const { parts } = draft;
  const query = parts.query ?? '';
  const plain = query.replace(/&amp;/gi, '&');
  if (plain !== query) note(draft, 'query-html', { message: 'An & is written as &amp;.' });
  const joined = plain.replace(/[?;]([^=&?;]+)(?==)/g, (all, name: string) =>
    isTag(name) ? `&${name}` : all,
  );
  if (joined !== plain) {
    note(draft, 'query-separator', { message: 'A ? or ; stands where an & belongs.' });
  }
  if (joined !== query) draft.pairs = readPairs(joined);
  moveOutOfFragment(draft);
}

function moveOutOfFragment(draft: Draft): void {
  const { head, pairs } = readFragment(draft);
  const moved = pairs.filter(({ name, value }) => value !== null && isTag(name));
  if (moved.length === 0) return;
  writeFragment(
    draft,
    head,
    pairs.filter((pair) => !moved.includes(pair)),
  );
  draft.pairs = [...draft.pairs.filter(({ raw }) => raw !== ''), ...moved];
  note(draft, 'query-fragment-first', {
    message: 'Tags stand after #, where they are not sent.',
  });
}

/** `#plans?a=1` → `plans?` and its parameters; `#a=1` has no head. */
function readFragment({ parts }: Draft): { head: string; pairs: Pair[] } {
  const fragment = parts.fragment ?? '';
  const cut = /^[^=?&]*[?&]/.exec(fragment)?.[0].length ?? 0;
  return { head: fragment.slice(0, cut), pairs: readPairs(fragment.slice(cut)) };
}

function writeFragment(draft: Draft, head: string, pairs: readonly Pair[]): void {
  const text = pairs.length > 0 ? head + joinPairs(pairs) : head.slice(0, -1);
  draft.parts.fragment = text === '' ? null : text;
}

/** Ids that a platform adds to one click: they are taken out and kept. */
export function checkClickIds(draft: Draft): void {
  const { kept, clickIds } = takeClickIds(draft.pairs);
  for (const { name, platform } of clickIds) {
    note(draft, 'click-id', {
      parameter: name,
      severity: 'warning',
      message: `${name} belongs to one click of ${platform}, not to a link that is shared.`,
    });
  }
  draft.pairs = kept;
  draft.clickIds.push(...clickIds);
}

const PERSONAL = {
  email: 'an e-mail address',
  phone: 'a phone number',
  card: 'a payment card number',
  'social-security': 'a social security number',
  'health-record': 'the number of a medical record',
  named: 'personal data, as its name says',
} as const;

/** Personal data: in parameters it is taken out, elsewhere it is pointed at. */
export function checkPersonalData(draft: Draft): void {
  draft.pairs = draft.pairs.filter((pair) => !isPersonal(draft, pair));
  const { head, pairs } = readFragment(draft);
  const kept = pairs.filter((pair) => !isPersonal(draft, pair));
  if (kept.length < pairs.length) writeFragment(draft, head, kept);
  const path = decodePercent(draft.parts.path).split('/');
  if (path.some((step) => ADDRESS.test(step))) {
    note(draft, 'personal-email', { message: 'The path holds an e-mail address.' });
  }
}

const ADDRESS = /^[^\s@]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}$/i;

function isPersonal(draft: Draft, { raw, name }: Pair): boolean {
  const [before = '', ...rest] = raw.split('=');
  const kind = findPersonalData(name, rest.join('=')) ?? findPersonalData('', before);
  if (kind === null) return false;
  note(draft, `personal-${kind}`, {
    parameter: safeName(name),
    message: `The parameter holds ${PERSONAL[kind]}.`,
  });
  return true;
}

/** A name that is itself the find is not repeated. */
const safeName = (name: string) => (/[@\d]/.test(name) ? '…' : name);

/** A name that only tags and click ids have. */
function isTag(name: string): boolean {
  return /^utm_/i.test(name) || clickPlatform(name) !== null;
}
