/** A block of a spreadsheet as its clipboard gives it: cells by tab, rows by line; quoted cells may hold both. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === '\t') endCell();
    else if (sign === '\n') {
      endCell();
      rows.push([]);
    } else if (sign !== '\r') cell += sign;
  }
  endCell();
  // The last line end is no row.
  if (rows.length > 1 && rows.at(-1)?.every((one) => one === '')) rows.pop();
  return rows;
}

/** Cells as a spreadsheet takes them. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  const quote = (one: string) => (/[\t\n\r"]/.test(one) ? `"${one.replaceAll('"', '""')}"` : one);
  return rows.map((row) => row.map(quote).join('\t')).join('\n');
}
