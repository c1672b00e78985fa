/** Forms of companies, which one writer names and the other leaves out. */
const FORMS = new Set(
  'inc llc ltd limited gmbh ag kg ab as a/s oy oyj sa sas sarl srl spa bv nv plc co corp corporation company pty pte kk'.split(
    ' ',
  ),
);

/**
 * The name of a vendor for comparison: without case, accents, marks and the form of the company.
 * @example vendorKey('Müller & Söhne GmbH') // 'muller sohne'
 * @example vendorKey('LinkedIn, Inc.') // 'linkedin'
 */
export function vendorKey(name: string): string {
  const words = plain(name).split(' ');
  const kept = words.filter((word, at) => at === 0 || !FORMS.has(word));
  return kept.join(' ');
}

/**
 * The number of an invoice or order for comparison: capitals and digits, without leading zeros of its
 * runs of digits.
 * @example numberKey('inv-00042 / a') // 'INV42A'
 */
export function numberKey(number: string): string {
  return plain(number)
    .toUpperCase()
    .replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, ''))
    .replaceAll(' ', '');
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
