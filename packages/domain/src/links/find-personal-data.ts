import { decodePercent, decodeText } from './percent.ts';

/** What kind of personal data was found. */
export type PersonalData =
  | 'email'
  | 'phone'
  | 'card'
  | 'social-security'
  | 'health-record'
  | 'named';

const EMAIL = /[a-z0-9._%+'-]{1,64}@(?:[a-z0-9-]+\.)+([a-z]{2,24})(?![a-z0-9])/gi;
/** `logo@2x.png` is a picture. */
const FILE_END = /^(?:png|jpe?g|gif|webp|svg|avif|css|js)$/i;
const PHONES = [
  /(?<![\w+])\+[1-9](?:[\s()./-]{0,2}\d){7,14}(?!\w)/,
  /(?<!\w)00[1-9](?:[\s()./-]{0,2}\d){9,13}(?!\w)/,
  /(?<!\w)\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4}(?!\w)/,
  /(?<!\w)\(?0[1-9]\d{1,3}\)?[-/ ]\d{3,4}[-/ ]?\d{3,5}(?!\w)/,
];
const CARD = /(?<!\d)(?:3[47]|4|5[1-5]|2[2-7]|6(?:011|5))[\d -]{12,21}(?!\d)/g;
const SOCIAL_SECURITY = /(?<!\d)(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?!\d)/;
const HEALTH_RECORD =
  /(?<![a-z])(?:mrn|medical[-_ ]?record|patient[-_ ]?(?:id|no|number))[-_:#= ]*[a-z]?\d{4,}/i;
const NAMED =
  /^(?:user|customer|contact)?(?:email|emailaddress|phone|phonenumber|mobile|mobilenumber|tel|telephone|firstname|lastname|fullname|givenname|familyname|surname|birthdate|birthday|dateofbirth|dob|ssn|passport|iban|mrn|patientid|patient)$/;

/**
 * Personal data in a parameter of a link: e-mail, phone, payment card, US social security number,
 * number of a medical record, or a name that says so (`email=`). Looks through percent-encoding (also
 * repeated) and base64. A refusal must be sure: bare digits are no phone number.
 * @param name name of the parameter
 * @param raw its value as written
 * @returns the kind, or null
 * @example findPersonalData('utm_content', 'jane%2540example.com') // 'email'
 * @example findPersonalData('utm_content', 'amFuZUBleGFtcGxlLmNvbQ') // 'email'
 * @example findPersonalData('utm_campaign', 'emea_202601') // null
 */
export function findPersonalData(name: string, raw: string): PersonalData | null {
  for (const text of readings(raw)) {
    const found = findInText(text);
    if (found) return found;
    if (HEALTH_RECORD.test(`${name}=${text}`)) return 'health-record';
  }
  const word = decodeText(name)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  const value = decodeText(raw).trim();
  return NAMED.test(word) && value.length >= 3 && !/^(?:true|false|yes|null|[{[%])/.test(value)
    ? 'named'
    : null;
}

function findInText(text: string): PersonalData | null {
  for (const [, end = ''] of text.matchAll(EMAIL)) if (!FILE_END.test(end)) return 'email';
  if (SOCIAL_SECURITY.test(text)) return 'social-security';
  if (PHONES.some((phone) => phone.test(text))) return 'phone';
  for (const [digits] of text.matchAll(CARD)) if (isCard(digits)) return 'card';
  return null;
}

/** Every way to read a value: decoded up to four times, with `+` as blank and as plus, unpacked. */
function readings(raw: string): Set<string> {
  const found = new Set<string>([raw]);
  for (const first of [decodePercent(raw), decodeText(raw)]) {
    let text = first;
    for (let depth = 0; depth < 4; depth++) {
      found.add(text);
      text = decodePercent(text);
    }
  }
  for (const text of [...found]) {
    found.add(text.normalize('NFKC'));
    for (const word of text.split(/[^A-Za-z0-9+/=_-]+/)) {
      if (word.length >= 8) found.add(fromBase64(word));
    }
  }
  return found;
}

/** Base64 of either alphabet → text; empty when it says nothing that can be read. */
function fromBase64(word: string): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const sign of word.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')) {
    const six = sixBits(sign);
    if (six > 63) return '';
    held = ((held << 6) | six) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    text += String.fromCharCode((held >> bits) & 0xff);
  }
  return /^[\x20-\x7e\s]+$/.test(text) ? text : '';
}

/** What a sign of base64 stands for; `=` is beyond. */
function sixBits(sign: string): number {
  const code = sign.charCodeAt(0);
  if (code > 96) return code - 71;
  if (code > 64) return code - 65;
  if (code > 47) return code + 4;
  return sign === '+' ? 62 : 63;
}

/** Luhn's check digit (ISO/IEC 7812-1). */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 15 || digits.length > 16) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
