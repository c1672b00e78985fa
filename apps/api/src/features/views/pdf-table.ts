import { MUTED, type PdfPage, type Style } from './pdf-page.ts';

type Table = {
  heads: string[];
  /** Which columns stand to the right. */
  numeric: boolean[];
  rows: { cells: string[]; href: string | null }[];
};
type Part = PDFKit.PDFStructureElement;

const PAD = 5;
const SIZE = 8;
/** No column of words is narrower, so that words are not cut. */
const LEAST = 64;
const MOST = 250;
const HEAD: Style = { size: SIZE, strong: true, colour: MUTED };

/** A table whose head stands again on every page, and whose rows are never cut. */
export function placeTable(page: PdfPage, within: Part, table: Table): void {
  const widths = widthsOf(page, table);
  const part = page.part('Table', within);
  const boxes = (y: number) => {
    let x = page.left;
    return widths.map((width) => {
      const box = { x, y, width: width - PAD };
      x += width;
      return box;
    });
  };
  const heightOf = (cells: string[], style: Style) =>
    Math.max(...cells.map((cell, at) => page.heightOf(cell, (widths[at] ?? 0) - PAD, style)));
  const headHeight = heightOf(table.heads, HEAD);
  const styleOf = (at: number, style: Style): Style => ({
    ...style,
    right: table.numeric[at] === true,
  });

  page.keep(headHeight + 3 * SIZE);
  const head = page.part('TR', part);
  boxes(page.y).forEach((box, at) => {
    page.place(table.heads[at] ?? '', box, { ...styleOf(at, HEAD), kind: 'TH', within: head });
  });
  const below = () => {
    page.y += headHeight + 2;
    page.rule(page.y);
    page.y += 3;
  };
  below();
  for (const { cells, href } of table.rows) {
    const height = heightOf(cells, { size: SIZE });
    if (page.keep(height)) {
      boxes(page.y).forEach((box, at) => {
        page.again(table.heads[at] ?? '', box, styleOf(at, HEAD));
      });
      below();
    }
    const line = page.part('TR', part);
    boxes(page.y).forEach((box, at) => {
      const style = styleOf(at, { size: SIZE, href: at === 0 ? href : null });
      page.place(cells[at] ?? '', box, { ...style, kind: 'TD', within: line });
    });
    page.y += height + 3;
  }
  page.y += 6;
}

/** Numbers get the room that they need; words share what is left. */
function widthsOf(page: PdfPage, { heads, rows, numeric }: Table): number[] {
  const wanted = heads.map((head, at) => {
    const texts = rows.map(({ cells }) => page.widthOf(cells[at] ?? '', { size: SIZE }));
    const widest = Math.max(page.widthOf(head, HEAD), ...texts) + PAD + 4;
    return numeric[at] ? widest : Math.min(MOST, widest);
  });
  const all = wanted.reduce((sum, one) => sum + one, 0);
  if (all <= page.width) return wanted;
  const shrinks = wanted.map((width, at) => (numeric[at] ? 0 : Math.max(0, width - LEAST)));
  const give = shrinks.reduce((sum, one) => sum + one, 0);
  const share = give === 0 ? 0 : Math.min(1, (all - page.width) / give);
  return wanted.map((width, at) => width - (shrinks[at] ?? 0) * share);
}
