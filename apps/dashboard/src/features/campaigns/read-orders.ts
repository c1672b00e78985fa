export type OrderLine = { name: string; from: string | null; code?: string };

/**
 * Lines that were typed or pasted: name, first day and code, parted by tabs or semicolons.
 * @example ordersOf('Nordics; 2027-03-01; nordics')[0] // { name: 'Nordics', from: '2027-03-01', code: 'nordics' }
 */
export function ordersOf(text: string): OrderLine[] {
  return text
    .split('\n')
    .map((line) => line.split(/\t|;/).map((part) => part.trim()))
    .filter(([name]) => name)
    .map(([name = '', from = '', code = '']) => ({
      name,
      from: from || null,
      ...(code ? { code } : {}),
    }));
}
