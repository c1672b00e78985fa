import type { LinkInput } from '../../api-links.ts';

export type LinkLine = LinkInput & {
  /** In the text that was pasted, from 1. */
  line: number;
};

const COLUMNS = ['url', 'source', 'medium', 'campaign', 'content', 'term', 'id'] as const;
type Column = (typeof COLUMNS)[number];
/** Other words that spreadsheets have for a column. */
const WORDS: Record<string, Column> = {
  page: 'url',
  link: 'url',
  address: 'url',
  'website url': 'url',
  'campaign source': 'source',
  'campaign medium': 'medium',
  'campaign name': 'campaign',
  'campaign content': 'content',
  'campaign term': 'term',
  'campaign id': 'id',
};

/**
 * Lines that were pasted from a spreadsheet or read from a CSV: with a head that names the columns, or page, source,
 * medium, campaign, content and term in this order. A line of one cell is a whole link.
 * @example readRows('https://a.b/\tgoogle\tcpc\tspring')[0]?.tags // { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring' }
 */
export function readRows(text: string): LinkLine[] {
  const lines = cellsOf(text.replace(/^\uFEFF/, ''));
  const [first] = lines;
  const head = first ? headOf(first.cells) : null;
  const columns = head ?? [...COLUMNS];
  return (head ? lines.slice(1) : lines).flatMap(({ line, cells }) => {
    const row: Partial<Record<Column, string>> = {};
    for (const [i, cell] of cells.entries()) {
      const column = columns[i];
      if (column && cell) row[column] = cell;
    }
    const { url = '', ...tags } = row;
    if (Object.keys(row).length === 0) return [];
    const named = Object.entries(tags).map(([name, value]) => [`utm_${name}`, value]);
    return [{ line, url, ...(named.length > 0 ? { tags: Object.fromEntries(named) } : {}) }];
  });
}

function headOf(cells: string[]): (Column | null)[] | null {
  const named = cells.map((cell) => {
    const word = cell.toLowerCase().replace(/^utm_/, '');
    return (COLUMNS as readonly string[]).includes(word) ? (word as Column) : (WORDS[word] ?? null);
  });
  return named.includes('url') ? named : null;
}

/** The lines of a text and their cells, by RFC 4180, with tabs, semicolons or commas between them. */
function cellsOf(text: string): { line: number; cells: string[] }[] {
  const [top = ''] = text.split(/\r?\n/, 1);
  const mark = ['\t', ';', ','].find((sign) => top.includes(sign)) ?? '\t';
  const rows: { line: number; cells: string[] }[] = [];
  let [cells, cell, quoted, line, begun] = [[] as string[], '', false, 1, 1];
  const endRow = () => {
    rows.push({ line: begun, cells: [...cells, cell.trim()] });
    [cells, cell] = [[], ''];
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (sign === '\n') line++;
    if (quoted) {
      if (sign === '"' && text[i + 1] === '"') cell += text[++i];
      else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell.trim() === '') [quoted, cell] = [true, ''];
    else if (sign === mark) {
      cells.push(cell.trim());
      cell = '';
    } else if (sign === '\n') {
      endRow();
      begun = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
