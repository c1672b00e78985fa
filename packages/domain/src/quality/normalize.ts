/**
 * The mailbox behind an e-mail address: lower case, without display name and `+tag`; for Gmail, which
 * ignores them, without dots. Null when it is no address.
 * @param text address as typed: `"Jane" <Jane.Doe+news@Googlemail.com>`
 * @example normalizeEmail('Jane <Jane.Doe+news@Googlemail.com>') // 'janedoe@gmail.com'
 */
export function normalizeEmail(text: string): string | null {
  const bare = /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
  const address = bare
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '');
  const match = EMAIL.exec(address);
  if (!match) return null;
  const [, box = '', domain = ''] = match;
  const mailbox = box.replace(/\+.*$/, '');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${mailbox}@${domain}`;
  return `${mailbox.replaceAll('.', '')}@gmail.com`;
}

/** One mailbox at a domain: dots only between characters (RFC 5322, without quoted and commented forms). */
export const EMAIL =
  /^([\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*)@((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}|(?:[a-z0-9-]+\.)+xn--[a-z0-9-]+)$/iu;

/**
 * The domain of an e-mail address, a link or a host name, without `www.`; null when there is none.
 * @example normalizeDomain('https://www.Example.com/about') // 'example.com'
 */
export function normalizeDomain(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '');
  return DOMAIN.test(host) ? host : null;
}

/** Host name of at least two labels (RFC 1123), also in other scripts. */
export const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]+)$/u;

const LEGAL_FORMS =
  /(?<=\s)(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|ag|kg|ohg|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|oyj|aps|pty|kk)$/;

/**
 * A name of a person or company for comparison: lower case, no accents and marks, single blanks, without
 * the legal form at its end.
 * @example normalizeName('  Larkfield Instruments, Inc. ') // 'larkfield instruments'
 */
export function normalizeName(text: string): string {
  let name = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('&', ' and ')
    .replace(/(?<=\p{L})[.'’](?=\p{L}|\s|$)/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  for (let before = ''; before !== name; ) {
    before = name;
    name = name.replace(LEGAL_FORMS, '').trim();
  }
  return name;
}
