import { MopsError } from '@openmops/domain/shared';
import encodeQR from 'qr';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { grammarOf } from './grammar-rows.ts';
import { linkRows } from './link-rows.ts';
import { shortBase } from './to-link.ts';

/** The code that cameras read: of the short address where there is one, which needs fewer and larger squares. */
export const drawLink = verb({
  name: 'links.qr',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({ id: z.string().max(40) }),
  output: z.object({ text: z.string(), svg: z.string() }),
  async run({ instance, db, workspace }, { id }) {
    const [link] = await linkRows(db, workspace.id, { ids: [id] });
    if (!link) throw new MopsError('NOT_FOUND', 'There is no such link.', 'See the list of links.');
    const base = shortBase(instance, await grammarOf(db, workspace.id));
    const text = base === null ? link.url : `${base}${link.code}`;
    return { text, svg: drawText(text) };
  },
});

/** Light squares around it, as ISO/IEC 18004 asks for. */
const MARGIN = 4;
/** Pixels of a square, where a program does not ask for another size. */
const SQUARE = 8;

/** A text as a QR code: dark squares on white, also where the page is dark. */
function drawText(text: string): string {
  const rows = squaresOf(text);
  const size = rows.length;
  const path = rows.flatMap((row, y) => runsOf(row).map(({ x, n }) => `M${x} ${y}h${n}v1h-${n}z`));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * SQUARE}" height="${size * SQUARE}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/>`,
    `<path d="${path.join('')}"/>`,
    '</svg>',
  ].join('');
}

function squaresOf(text: string): boolean[][] {
  try {
    return encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN });
  } catch {
    throw new MopsError(
      'INVALID',
      'This link is too long for a QR code.',
      'Switch short addresses on in the rules of links.',
      { status: 422 },
    );
  }
}

/** Dark squares of a row that stand side by side. */
function runsOf(row: readonly boolean[]): { x: number; n: number }[] {
  const runs: { x: number; n: number }[] = [];
  for (const [x, dark] of row.entries()) {
    if (!dark) continue;
    const last = runs.at(-1);
    if (last && last.x + last.n === x) last.n += 1;
    else runs.push({ x, n: 1 });
  }
  return runs;
}
