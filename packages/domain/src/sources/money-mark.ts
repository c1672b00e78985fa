const MARKS = new Map<string, string>();

/**
 * What stands around the digits of a cell: a currency code or sign, else ''.
 * @example moneyMark('US$3.38') // 'US$'
 */
export function moneyMark(cell: string): string {
  const length = cell.length;
  if (length === 0 || length > 80) return '';
  let first = 0;
  while (first < length && !isDigit(cell.charCodeAt(first))) first++;
  if (first === length) return '';
  let last = length - 1;
  while (last > first && !isDigit(cell.charCodeAt(last))) last--;
  if (first === 0 && last === length - 1) return '';
  const around = cell.slice(0, first) + cell.slice(last + 1);
  let mark = MARKS.get(around);
  if (mark === undefined) {
    mark = around.replace(/[\s\u00a0\u202f\u200e\u200f()+\-−–%,]/g, '').replace(/^\.|^<|^>/, '');
    if (MARKS.size < 1000) MARKS.set(around, mark);
  }
  return mark;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
