import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const font = (name: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${name}.ttf`));
const FONTS = {
  plain: font('400Regular/Inter_400Regular'),
  strong: font('600SemiBold/Inter_600SemiBold'),
};
export const INK = '#15171c';
export const MUTED = '#5c6370';
export const LINE = '#d6d9e0';

export type Style = {
  size?: number;
  strong?: boolean;
  colour?: string;
  right?: boolean;
  /** Address below the dashboard; the words open it. */
  href?: string | null;
};
type Box = { x: number; y: number; width: number };
type Part = PDFKit.PDFStructureElement;

/**
 * Pages on which text is placed line by line, each piece in the structure that a screen reader walks.
 * A piece is never cut by the end of a page.
 */
export class PdfPage {
  readonly doc: PDFKit.PDFDocument;
  readonly root: Part;
  readonly left: number;
  readonly width: number;
  y: number;
  readonly #bottom: number;
  readonly #bytes: Promise<Uint8Array<ArrayBuffer>>;
  readonly #foot = 34;

  constructor(of: { title: string; at: Date; language: string }) {
    this.doc = new PDFDocument({
      size: 'A4',
      layout: 'landscape',
      margins: { top: 40, left: 40, right: 40, bottom: 0 },
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: of.language,
      bufferPages: true,
      font: FONTS.plain,
      info: { Title: of.title, Producer: 'OpenMOps', Creator: 'OpenMOps', CreationDate: of.at },
    });
    const { doc } = this;
    const parts: Buffer[] = [];
    this.#bytes = new Promise((done, fail) => {
      doc.on('data', (part: Buffer) => parts.push(part));
      doc.on('end', () => done(Buffer.concat(parts)));
      doc.on('error', fail);
    });
    for (const [name, path] of Object.entries(FONTS)) doc.registerFont(name, path);
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
    this.left = doc.page.margins.left;
    this.width = doc.page.width - 2 * this.left;
    this.y = doc.page.margins.top;
    this.#bottom = doc.page.height - 20 - this.#foot;
  }

  /** A part of the structure: `Sect`, `Table`, `TR`. */
  part(kind: string, within: Part = this.root): Part {
    const part = this.doc.struct(kind);
    within.add(part);
    return part;
  }

  /** Begins a new page unless so much fits on this one. True: it did. */
  keep(height: number): boolean {
    if (this.y + height <= this.#bottom) return false;
    this.doc.addPage();
    this.y = this.doc.page.margins.top;
    return true;
  }

  heightOf(text: string, width: number, style: Style = {}): number {
    return this.#styled(style).heightOfString(text, { width });
  }

  widthOf(text: string, style: Style = {}): number {
    return this.#styled(style).widthOfString(text);
  }

  /** Text in a box, as a piece of the structure. */
  place(text: string, box: Box, of: Style & { kind: string; within: Part }): void {
    const { x, y, width } = box;
    const write = () => this.#write(text, { x, y, width }, of);
    if (!of.href) return void of.within.add(this.doc.struct(of.kind, {}, write));
    const part = this.part(of.kind, of.within);
    part.add(this.doc.struct('Link', { alt: text }, write));
  }

  /** A paragraph or heading below the last one. */
  paragraph(text: string, of: Style & { kind?: string; within?: Part; gap?: number } = {}): void {
    const { kind = 'P', within = this.root, gap = 4 } = of;
    const height = this.heightOf(text, this.width, of);
    this.keep(height);
    const box = { x: this.left, y: this.y, width: this.width };
    this.place(text, box, { ...of, kind, within });
    this.y += height + gap;
  }

  /** A line across, which says nothing. */
  rule(y: number, width = this.width): void {
    const { doc } = this;
    doc.markContent('Artifact', { type: 'Layout' });
    doc
      .moveTo(this.left, y)
      .lineTo(this.left + width, y)
      .lineWidth(0.5)
      .stroke(LINE);
    doc.endMarkedContent();
  }

  /** Words that stand again for the eye only, such as the head of a table on its second page. */
  again(text: string, box: Box, style: Style): void {
    this.doc.markContent('Artifact', { type: 'Pagination' });
    this.#write(text, box, { ...style, href: null });
    this.doc.endMarkedContent();
  }

  /** Writes the foot of every page and gives the file. */
  async end(foot: string): Promise<Uint8Array<ArrayBuffer>> {
    const { doc } = this;
    this.root.end();
    const { start, count } = doc.bufferedPageRange();
    for (let at = start; at < start + count; at++) {
      doc.switchToPage(at);
      const y = doc.page.height - this.#foot;
      const [number, style] = [`Page ${at - start + 1} of ${count}`, { size: 7.5, colour: MUTED }];
      this.again(foot, { x: this.left, y, width: this.width - 90 }, style);
      const right = { x: this.left + this.width - 90, y, width: 90 };
      this.again(number, right, { ...style, right: true });
    }
    doc.end();
    return this.#bytes;
  }

  #styled({ size = 9, strong = false, colour = INK }: Style): PDFKit.PDFDocument {
    return this.doc
      .font(strong ? 'strong' : 'plain')
      .fontSize(size)
      .fillColor(colour);
  }

  #write(text: string, { x, y, width }: Box, style: Style): void {
    const { right = false, href } = style;
    this.#styled(style).text(text, x, y, {
      width,
      align: right ? 'right' : 'left',
      ...(href ? { link: href } : {}),
    });
  }
}
