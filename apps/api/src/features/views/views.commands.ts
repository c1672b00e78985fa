import { writeFile } from 'node:fs/promises';
import { type Command, table, UsageError } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import { viewCsv } from './view-csv.ts';
import { figureText, tableText } from './view-words.ts';
import { type Section, type View, ViewName } from './views.schema.ts';

const view: Command = {
  name: 'view',
  usage: 'cmo|director|finance|value [--period FY2027Q1] [--pdf FILE | --csv FILE]',
  summary: 'The page of a role, or what marketing operations were worth, as the rooms answer them.',
  positionals: { min: 1, max: 1 },
  options: { period: { type: 'string' }, pdf: { type: 'string' }, csv: { type: 'string' } },
  async run({ positionals: [name = ''], values: { period, pdf, csv }, client }) {
    const wanted = ViewName.safeParse(name);
    if (!wanted.success) throw new UsageError('The view is cmo, director, finance or value.');
    if (pdf !== undefined && csv !== undefined) throw new UsageError('Give --pdf or --csv.');
    const found = await client.call<View>('views.read', {
      view: wanted.data,
      ...(period === undefined ? {} : { period }),
    });
    const file = pdf ?? csv;
    if (file === undefined) return { json: found, text: () => viewText(found) };
    const bytes = csv === undefined ? await pdfOf(found) : viewCsv(found);
    await writeFile(typedPath(String(file)), bytes);
    return { json: found, text: () => `${found.title} is in ${String(file)}.` };
  },
};

export const viewCommands = [view];

/** Loaded only when it is asked for: what writes PDF is large. */
async function pdfOf(found: View): Promise<Uint8Array<ArrayBuffer>> {
  const { viewPdf } = await import('./view-pdf.ts');
  return viewPdf(found);
}

function viewText(found: View): string {
  const { title, workspace, period, asOf, sections, currency } = found;
  const days = `${period.from} to ${period.to}`;
  return [
    `${title}, ${workspace}`,
    `${period.label === null ? days : `${period.label} (${days})`}, as of ${asOf}`,
    ...sections.flatMap((section) => ['', sectionText(section, currency)]),
  ].join('\n');
}

function sectionText(section: Section, currency: string): string {
  const { title, asOf, figures, empty, notes } = section;
  const columns = section.table?.columns.map(({ label }) => label) ?? [];
  const rows = tableText(section, currency);
  const width = Math.max(0, ...figures.map(({ label }) => label.length));
  return [
    `${title} (as of ${asOf})`,
    ...figures.map((one) => `  ${one.label.padEnd(width)}  ${figureText(one, currency)}`),
    ...(rows.length > 0 ? [table(columns, rows)] : []),
    ...(section.table?.more ? [`and ${section.table.more} more`] : []),
    ...(empty === null ? [] : [empty]),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
