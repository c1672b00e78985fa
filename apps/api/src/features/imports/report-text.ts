import { encodingName, type ImportReport } from '@openmops/domain/sources';
import type { Outcome } from './imports.commands.ts';

const SHOWN_ISSUES = 10;

/** An import as lines for a person: what came in, what did not, and why. */
export function importedText(one: Outcome, dryRun: boolean): string {
  if ('error' in one) {
    const { message, hint } = one.error;
    return [`${one.file}: refused. ${message}`, ...(hint ? [`  fix: ${hint}`] : [])].join('\n');
  }
  return [headline(one, dryRun), ...totalsLines(one), ...issueLines(one)].join('\n');
}

function headline(report: ImportReport, dryRun: boolean): string {
  const { file, sourceName, encoding, period, rows } = report;
  const what = report.unchanged
    ? 'was imported before, nothing changed'
    : dryRun
      ? 'would be imported'
      : 'is imported';
  const span = period ? `${period.from} to ${period.to}` : 'no days';
  const counts = `${rows.read} rows read: ${rows.accepted} accepted, ${rows.rejected} rejected, ${rows.ignored} ignored`;
  const batch = report.batch ? `  batch ${report.batch}` : null;
  return [
    `${file} ${what}.`,
    `  ${sourceName}, ${encodingName(encoding)}, ${span}`,
    `  ${counts}`,
    batch,
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function totalsLines(report: ImportReport): string[] {
  const totals = Object.entries(report.totals).map(([measure, value]) => `${measure} ${value}`);
  const lines = totals.length > 0 ? [`  totals: ${totals.join(', ')}`] : [];
  if (report.currency) lines.push(`  currency: ${report.currency}`);
  for (const { measure, file, imported, difference } of report.reconciled) {
    lines.push(
      difference === 0
        ? `  ${measure} equals the total that the file prints (${file})`
        : `  ${measure}: the file prints ${file}, the rows add up to ${imported} (difference ${difference})`,
    );
  }
  if (report.unmapped.length > 0) lines.push(`  unmapped: ${report.unmapped.join(', ')}`);
  return lines;
}

function issueLines(report: ImportReport): string[] {
  const lines = report.issues.slice(0, SHOWN_ISSUES).map(({ line, message, hint }) => {
    const where = line === null ? '' : `line ${line}: `;
    return `  ${where}${message}${hint ? ` ${hint}` : ''}`;
  });
  const more = report.issues.length - SHOWN_ISSUES;
  return more > 0 ? [...lines, `  … and ${more} more (see --json)`] : lines;
}
