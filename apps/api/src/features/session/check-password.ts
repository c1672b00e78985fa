import { MopsError } from '@openmops/domain/shared';

const MIN = 12;
const MAX = 128;

/** What the lists of leaked passwords are made of. Long ones are these words, chained or with digits. */
const COMMON =
  `password passwort passw0rd motdepasse contrasena qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl zxcvbn
zxcvbnm letmein welcome willkommen admin administrator root user username login signin master secret changeme
default guest test testing demo sample example hello iloveyou loveyou love princess sunshine shadow dragon monkey
football baseball basketball soccer hockey superman batman starwars pokemon ninja mustang ferrari harley jordan
michael jennifer jessica daniel thomas charlie andrew matthew robert george computer internet google facebook
whatever trustno freedom flower summer winter spring autumn monday friday january december soleil bonjour hallo
schatz ficken fussball geheim money cheese chocolate cookie killer pepper ginger buster tigger hunter ranger
openmops mops marketing marketer marketingops operations larkfield campaign company dashboard analytics
workspace abc abcd abcdef abcdefgh aaa xxx qaz wsx edc qazwsx qweasd the and my is your new pass word`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '@': 'a',
  '!': 'i',
};

/**
 * Throws when a password is too short, too long, or one that guessers try first. Any characters may
 * be used and none must be; the length counts them as a person does.
 */
export function checkPassword(password: string, person: { email: string; name: string }): void {
  const length = [...password].length;
  if (length < MIN || length > MAX) {
    throw new MopsError(
      'INVALID',
      `A password has ${MIN} to ${MAX} characters; this one has ${length}.`,
      'Four random words make a good one.',
    );
  }
  const own = [...person.email.split(/[@.]/), ...person.name.split(/\s+/)].filter(
    (word) => word.length > 2,
  );
  if (isGuessable(password, own)) {
    throw new MopsError(
      'INVALID',
      'This password is among the first that a guesser would try.',
      'Use words that have nothing to do with you or the product, and no rows of keys or digits.',
    );
  }
}

/** Whether little is left once known words, digits, rows and repetitions are taken out. */
export function isGuessable(password: string, own: string[] = []): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  // The longest first: a short word must not take a bite out of a longer one.
  const words = [...own.map((word) => word.toLowerCase()), ...COMMON].sort(
    (a, b) => b.length - a.length,
  );
  return [lower, unleet(lower)].some((text) => {
    let rest = text;
    for (const word of words) rest = rest.replaceAll(word, '\n');
    rest = rest.replace(/(.)\1+/gu, '$1').replace(/[\d\s\p{P}\p{S}]/gu, '');
    return [...withoutRows(rest)].length < 5 || new Set(text).size < 5;
  });
}

function unleet(text: string): string {
  return [...text].map((char) => LEET[char] ?? char).join('');
}

/** Without letters that follow their neighbour in the alphabet: `abcdefg` is one letter. */
function withoutRows(text: string): string {
  return [...text]
    .filter(
      (char, index) =>
        index === 0 || (char.codePointAt(0) ?? 0) - (text.codePointAt(index - 1) ?? 0) !== 1,
    )
    .join('');
}
