import { type Day, formatDay } from '../shared/index.ts';
import { SEED } from './company.ts';
import { type DemoStream, type JsonRecord, workInstant } from './demo-stream.ts';
import type { Person } from './people.ts';
import { keyedRandom } from './random.ts';

/** E-mails that sales sends from the CRM to the newest leads; the newsletter goes out elsewhere. */
const MAILS = [
  { id: 501_001, daysAgo: 24, subject: 'Your questions about Spectro S2' },
  { id: 501_002, daysAgo: 17, subject: 'Three ways to calibrate on site' },
  { id: 501_003, daysAgo: 9, subject: 'A day in the lab: see it live' },
] as const;
const RECIPIENTS = 160;
const LINKS = ['guide', 'demo', 'contact'].map((page) => `https://www.larkfield.example/${page}`);
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36';
const SCANNER = 'Mozilla/5.0 (compatible; BarracudaCentral)';

/** HubSpot’s e-mails and what happened to each of them: people read, gateways follow every link within seconds. */
export function emailStreams(people: readonly Person[], today: Day): DemoStream[] {
  const common = { source: 'hubspot', kind: 'airbyte', key: [['id']] } as const;
  return [
    {
      ...common,
      name: 'email_campaigns',
      cursor: ['updatedAt'],
      records: () =>
        MAILS.map(({ id, daysAgo, subject }) => ({
          id,
          appId: 11,
          name: `${formatDay(today - daysAgo)} ${subject}`,
          subject,
          type: 'BATCH_EMAIL',
          updatedAt: workInstant(today - daysAgo, 0),
        })),
    },
    {
      ...common,
      name: 'email_events',
      cursor: ['created'],
      *records() {
        for (const mail of MAILS) {
          const sentOn = today - mail.daysAgo;
          const known = people.filter(({ lead }) => lead.created < sentOn).slice(-RECIPIENTS);
          for (const person of known) yield* eventsOf(person, { ...mail, sentOn });
        }
      },
    },
  ];
}

type Mail = { id: number; subject: string; sentOn: Day };

function* eventsOf(person: Person, mail: Mail): Generator<JsonRecord> {
  const { unit } = keyedRandom(SEED, `mail/${mail.id}/${person.lead.id}`);
  const sentAt = workInstant(mail.sentOn, 0.1) + Math.floor(unit() * 60_000);
  const sent = `${mail.id}-${person.lead.id}`;
  const base = {
    portalId: 4242,
    appId: 11,
    emailCampaignId: mail.id,
    recipient: person.email,
    subject: mail.subject,
  };
  const sentBy = { id: `${sent}-sent`, created: sentAt };
  const event = (name: string, after: number, more: JsonRecord = {}) => ({
    ...base,
    id: `${sent}-${name}`,
    created: sentAt + after,
    sentBy,
    ...more,
  });
  yield { ...base, id: sentBy.id, type: 'SENT', created: sentAt };
  if (unit() < 0.015) {
    yield event('bounce', 2_000, { type: 'BOUNCE', status: '5.1.1', category: 'UNKNOWN_USER' });
    return;
  }
  yield event('delivered', 1_500, { type: 'DELIVERED' });
  // Some companies have a gateway that looks at every link before anybody reads.
  if (Number(person.company.id) % 9 === 0) {
    const network = { userAgent: SCANNER, ipAddress: '203.0.113.24' };
    for (const [i, url] of LINKS.entries())
      yield event(`scan-${i}`, 2_200 + 700 * i, { type: 'CLICK', url, ...network });
  }
  if (unit() > 0.42) return;
  const readAfter = 600_000 + Math.floor(unit() * 30 * 3_600_000);
  const own = { userAgent: BROWSER, ipAddress: `198.51.100.${1 + (person.lead.id % 250)}` };
  yield event('open', readAfter, { type: 'OPEN', ...own });
  if (unit() < 0.25) {
    const url = LINKS[Math.floor(unit() * LINKS.length)];
    yield event('click', readAfter + 45_000, { type: 'CLICK', url, ...own });
  }
}
