import { type Day, groupBy } from '../shared/index.ts';
import { type ClassifiedEvent, type EmailEvent, type MachineRule, mailOf } from './email-event.ts';

/** Measures of the dataset `email_send` that events give, as counts. */
export type EngagementCounts = {
  emails_sent: number;
  emails_delivered: number;
  emails_hard_bounced: number;
  emails_soft_bounced: number;
  email_unsubscribes: number;
  email_spam_complaints: number;
  email_opens: number;
  email_unique_opens: number;
  email_human_opens: number;
  email_unique_human_opens: number;
  email_clicks: number;
  email_unique_clicks: number;
  email_human_clicks: number;
  email_unique_human_clicks: number;
  /** Without mails that Apple’s privacy protection opened. */
  email_delivered_no_mpp: number;
  email_unique_opens_no_mpp: number;
};

/** Measures that only judged events give: counting events by their kind gives the others as well. */
export const ONLY_FROM_EVENTS: readonly (keyof EngagementCounts)[] = [
  'email_unique_opens',
  'email_human_opens',
  'email_unique_human_opens',
  'email_unique_clicks',
  'email_human_clicks',
  'email_unique_human_clicks',
  'email_delivered_no_mpp',
  'email_unique_opens_no_mpp',
];

export type EngagementRow = {
  day: Day | null;
  mail: string | null;
  account: string | null;
  campaignId: string | null;
  campaign: string | null;
  list: string | null;
  subject: string | null;
  counts: EngagementCounts;
  /** Different links that were clicked, by anybody and by humans. */
  links: number;
  humanLinks: number;
  /** Why events are no human’s, and how many. */
  reasons: Partial<Record<MachineRule, number>>;
};

export type EngagementBy = 'day' | 'mail' | 'campaign';

const SIMPLE: Readonly<Partial<Record<EmailEvent['kind'], keyof EngagementCounts>>> = {
  sent: 'emails_sent',
  delivered: 'emails_delivered',
  hard_bounce: 'emails_hard_bounced',
  soft_bounce: 'emails_soft_bounced',
  unsubscribe: 'email_unsubscribes',
  spam: 'email_spam_complaints',
  open: 'email_opens',
  click: 'email_clicks',
};

/**
 * Sums raw and human engagement by day, mail or campaign (with account, list and subject), or several of them. A mail is
 * opened or clicked uniquely once, on the day of its first such event, so that unique counts of days and campaigns add up.
 * Rows by day, then campaign, then mail.
 * @param dayOf the day of an instant, in the zone of the workspace
 * @example
 * const { events } = classifyEmailEvents([{ eventId: '1', kind: 'open', at: 0, messageId: 'm', userAgent: 'Mozilla/5.0' }, { eventId: '2', kind: 'open', at: 9, messageId: 'm' }]);
 * const [row] = sumEngagement(events, { by: ['mail'], dayOf: () => 0 });
 * [row.counts.email_opens, row.counts.email_human_opens, row.counts.email_unique_human_opens] // [2, 1, 1]
 */
export function sumEngagement(
  classified: readonly ClassifiedEvent[],
  { by, dayOf }: { by: readonly EngagementBy[]; dayOf: (at: number) => Day },
): EngagementRow[] {
  const has = (one: EngagementBy) => by.includes(one);
  const labels = labelsOf(classified);
  const rows = new Map<string, { row: EngagementRow; links: Set<string>; human: Set<string> }>();
  const rowOf = (event: EmailEvent) => {
    const mail = mailOf(event);
    const day = has('day') ? dayOf(event.at) : null;
    const label = has('campaign') || has('mail') ? (labels.get(mail) as Label) : NO_LABEL;
    const key = JSON.stringify([day, label, has('mail') ? mail : null]);
    const known = rows.get(key);
    if (known) return known;
    const row: EngagementRow = {
      day,
      mail: has('mail') ? mail : null,
      ...label,
      counts: none(),
      links: 0,
      humanLinks: 0,
      reasons: {},
    };
    const made = { row, links: new Set<string>(), human: new Set<string>() };
    rows.set(key, made);
    return made;
  };
  const seen = new Set<string>();
  const first = (event: EmailEvent, what: string) => {
    const key = `${what} ${mailOf(event)}`;
    if (seen.has(key)) return 0;
    seen.add(key);
    return 1;
  };
  const protectedMails = new Set(
    classified
      .filter(({ reasons }) => reasons.some(({ rule }) => rule === 'apple_mpp'))
      .map(({ event }) => mailOf(event)),
  );
  const sorted = [...classified].sort(
    (a, b) => a.event.at - b.event.at || (a.event.eventId < b.event.eventId ? -1 : 1),
  );
  for (const { event, human, reasons } of sorted) {
    const { row, links, human: humanLinks } = rowOf(event);
    const { counts } = row;
    const simple = SIMPLE[event.kind];
    if (simple) counts[simple] += 1;
    const open = !protectedMails.has(mailOf(event));
    if (event.kind === 'delivered' && open) counts.email_delivered_no_mpp += 1;
    if (event.kind === 'open') {
      const unique = first(event, 'open');
      counts.email_unique_opens += unique;
      if (open) counts.email_unique_opens_no_mpp += unique;
      if (human) {
        counts.email_human_opens += 1;
        counts.email_unique_human_opens += first(event, 'human open');
      }
    }
    if (event.kind === 'click') {
      counts.email_unique_clicks += first(event, 'click');
      if (event.url) links.add(event.url);
      if (human) {
        counts.email_human_clicks += 1;
        counts.email_unique_human_clicks += first(event, 'human click');
        if (event.url) humanLinks.add(event.url);
      }
    }
    if (!human) for (const { rule } of reasons) row.reasons[rule] = (row.reasons[rule] ?? 0) + 1;
  }
  return [...rows]
    .sort(([a, one], [b, other]) => (one.row.day ?? 0) - (other.row.day ?? 0) || (a < b ? -1 : 1))
    .map(([, { row, links, human }]) => ({ ...row, links: links.size, humanLinks: human.size }));
}

type Label = Pick<EngagementRow, 'account' | 'campaignId' | 'campaign' | 'list' | 'subject'>;
const NO_LABEL: Label = {
  account: null,
  campaignId: null,
  campaign: null,
  list: null,
  subject: null,
};

/** Names of a mail: those that any of its events knows, so that all of them stand in one row. */
function labelsOf(classified: readonly ClassifiedEvent[]): Map<string, Label> {
  const labels = new Map<string, Label>();
  for (const [mail, list] of groupBy(classified, ({ event }) => mailOf(event))) {
    const name = (field: keyof Label) =>
      list
        .map(({ event }) => event[field] ?? null)
        .filter((value) => value !== null && value !== '')
        .sort()[0] ?? null;
    labels.set(mail, {
      account: name('account'),
      campaignId: name('campaignId'),
      campaign: name('campaign'),
      list: name('list'),
      subject: name('subject'),
    });
  }
  return labels;
}

const none = (): EngagementCounts => ({
  emails_sent: 0,
  emails_delivered: 0,
  emails_hard_bounced: 0,
  emails_soft_bounced: 0,
  email_unsubscribes: 0,
  email_spam_complaints: 0,
  email_opens: 0,
  email_unique_opens: 0,
  email_human_opens: 0,
  email_unique_human_opens: 0,
  email_clicks: 0,
  email_unique_clicks: 0,
  email_human_clicks: 0,
  email_unique_human_clicks: 0,
  email_delivered_no_mpp: 0,
  email_unique_opens_no_mpp: 0,
});
