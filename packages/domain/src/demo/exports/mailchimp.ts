import type { FactRow } from '../../sources/index.ts';
import { printLongDate, printTable } from './print-table.ts';
import type { ExportView } from './view.ts';

/** The campaign report: one row per e-mail, with rates that an importer must not add. */
export function printMailchimp({ rows, dim, whole, value }: ExportView): string[] {
  const share = (part: string) => (row: FactRow) =>
    `${((100 * value(part)(row)) / value('emails_delivered')(row)).toFixed(2)}%`;
  return printTable(
    [
      ['Title', dim('campaign')],
      ['Subject', dim('subject')],
      ['List', dim('list')],
      ['Send Date', (row) => `${printLongDate(row.day).replace(/^(\w{3})\w*/, '$1')} 09:30 am`],
      ['Total Recipients', whole('emails_sent')],
      ['Successful Deliveries', whole('emails_delivered')],
      ['Soft Bounces', whole('emails_soft_bounced')],
      ['Hard Bounces', whole('emails_hard_bounced')],
      ['Unique Opens', whole('email_unique_opens')],
      ['Open Rate', share('email_unique_opens')],
      ['Unique Clicks', whole('email_unique_clicks')],
      ['Click Rate', share('email_unique_clicks')],
      ['Unsubscribes', whole('email_unsubscribes')],
      ['Abuse Complaints', whole('email_spam_complaints')],
    ],
    rows,
  );
}
