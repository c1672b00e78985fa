import { MUTED, PdfPage } from './pdf-page.ts';
import { placeTable } from './pdf-table.ts';
import { figureText, isNumeric, tableText } from './view-words.ts';
import type { Section, View } from './views.schema.ts';

/**
 * A view as PDF: tagged, with its text in it, a foot with page and as-of on every page, and what each KPI
 * means at the end. `home` is the address of the workspace in the dashboard, to which figures link.
 */
export function viewPdf(view: View, home: string | null = null): Promise<Uint8Array<ArrayBuffer>> {
  const { title, workspace, period, asOf, currency, definitions } = view;
  const page = new PdfPage({
    title: `${title}, ${workspace}`,
    at: new Date(view.at),
    language: 'en',
  });
  const days = `${period.from} to ${period.to}`;
  const when = period.label === null ? days : `${period.label} (${days})`;
  page.paragraph(title, { kind: 'H1', size: 18, strong: true });
  page.paragraph(`${workspace}. ${when}, as of ${asOf}. Money in ${currency}.`, { colour: MUTED });
  for (const section of view.sections) placeSection(page, section, { currency, home });
  if (definitions.length > 0) {
    const part = page.part('Sect');
    page.y += 10;
    page.keep(40);
    page.paragraph('What the KPIs mean', { ...HEADING, within: part });
    for (const { name, kpi, version, formula, description, definition } of definitions)
      page.paragraph(
        `${name} (${kpi}, version ${version}): ${formula}. ${description} Definition ${definition}`,
        { size: 7.5, colour: MUTED, within: part, gap: 3 },
      );
    part.end();
  }
  return page.end(`${title}, ${workspace}. ${when}, as of ${asOf}. Made ${view.at}.`);
}

const HEADING = { kind: 'H2', size: 12, strong: true } as const;

function placeSection(
  page: PdfPage,
  section: Section,
  { currency, home }: { currency: string; home: string | null },
): void {
  const hrefOf = (link: string | null) => (home === null || link === null ? null : home + link);
  const part = page.part('Sect');
  page.y += 10;
  // A heading never stands alone at the foot of a page.
  page.keep(70);
  page.paragraph(section.title, { ...HEADING, within: part, href: hrefOf(section.link), gap: 1 });
  page.paragraph(`As of ${section.asOf}`, { size: 7.5, colour: MUTED, within: part });
  for (const one of section.figures)
    page.paragraph(`${one.label}: ${figureText(one, currency)}`, {
      within: part,
      href: hrefOf(one.link),
      gap: 2,
    });
  const { table } = section;
  if (table && table.rows.length > 0) {
    page.y += 4;
    const cells = tableText(section, currency);
    placeTable(page, part, {
      heads: table.columns.map(({ label }) => label),
      numeric: table.columns.map(isNumeric),
      rows: cells.map((row, at) => ({ cells: row, href: hrefOf(table.rows[at]?.link ?? null) })),
    });
    if (table.more > 0)
      page.paragraph(`and ${table.more} more`, { colour: MUTED, within: part, size: 8 });
  }
  if (section.empty !== null) page.paragraph(section.empty, { within: part });
  for (const note of section.notes)
    page.paragraph(`Note: ${note}`, { within: part, size: 8, colour: MUTED });
  part.end();
}
