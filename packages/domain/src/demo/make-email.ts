import type { DimensionId } from '../kpi/index.ts';
import { type Day, MICROS_PER_UNIT } from '../shared/index.ts';
import { shapeOf } from '../sources/index.ts';
import { collectRows, type DemoBatch, NO_ACCOUNT } from './batch.ts';
import { type Campaign, campaignsOf, type Program } from './campaigns.ts';
import { historyOf, SEED } from './company.ts';
import { keyedRandom } from './random.ts';
import { growth, isHoliday, weekdayOf } from './season.ts';

/** One e-mail to one list. */
export type Mailing = {
  day: Day;
  campaign: Campaign;
  list: string;
  subject: string;
  sent: number;
  softBounced: number;
  hardBounced: number;
  delivered: number;
  opens: number;
  clicks: number;
  unsubscribes: number;
  complaints: number;
};

const PRODUCT: Record<Program, string> = {
  spectro: 'the Spectro S2',
  flow: 'inline flow sensing',
  calib: 'on-site calibration',
};
/** What the first, second, … e-mail of a campaign is about. */
const LINES: Record<string, readonly string[]> = {
  newsletter: ['What is new in', 'Field notes on', 'Three labs tell about', 'The short guide to'],
  webinar: ['Join us live:', 'Last seats:', 'Watch again:', 'Your questions about'],
  launch: ['Meet', 'See the first results of', 'Book a demo of', 'What reviewers say about'],
  other: ['A closer look at', 'How others use', 'Your copy:', 'Still thinking about'],
};

/** Every mailing of the history: the newsletter every second week, the others in a series of four, then monthly. */
export function mailingsOf(today: Day): Mailing[] {
  const { from, to } = historyOf(today);
  const mailings: Mailing[] = [];
  for (const campaign of campaignsOf(today).filter((one) => one.mailed)) {
    const every = campaign.idea === 'newsletter' ? 14 : 0;
    let number = 0;
    for (let day = firstSendDay(campaign); day <= (campaign.to ?? to) && day <= to; ) {
      const step = every || (number < 3 ? 7 : 28);
      if (day >= from && !isHoliday(day)) mailings.push(mail(day, campaign, number));
      number++;
      day += step;
    }
  }
  return mailings.sort((a, b) => a.day - b.day || a.campaign.id - b.campaign.id);

  function mail(day: Day, campaign: Campaign, number: number): Mailing {
    const random = keyedRandom(SEED, `mail/${campaign.name}/${day}`);
    const newsletter = campaign.idea === 'newsletter';
    const size = newsletter ? 17_800 : campaign.region === 'emea' ? 6_400 : 5_100;
    const sent = Math.round(size * growth(day, from) * random.around(0.02));
    const softBounced = random.count(sent * 0.006 * random.around(0.3));
    const hardBounced = random.count(sent * 0.003 * random.around(0.3));
    const delivered = sent - softBounced - hardBounced;
    const opens = random.count(delivered * (newsletter ? 0.31 : 0.36) * random.around(0.08));
    const lines = LINES[campaign.idea] ?? (LINES.other as readonly string[]);
    return {
      day,
      campaign,
      list: newsletter ? 'Newsletter' : `Prospects ${campaign.region.toUpperCase()}`,
      subject: `${lines[number % lines.length]} ${PRODUCT[campaign.program]}`,
      sent,
      softBounced,
      hardBounced,
      delivered,
      opens,
      clicks: random.count(opens * (newsletter ? 0.075 : 0.11) * random.around(0.15)),
      unsubscribes: random.count(delivered * 0.0021 * random.around(0.3)),
      complaints: random.count(delivered * 0.00013),
    };
  }
}

/** Tuesday, Wednesday or Thursday, so that not all e-mails go out on one day. */
function firstSendDay({ id, from }: Campaign): Day {
  const weekday = 2 + (id % 3);
  return from + ((weekday - weekdayOf(from) + 7) % 7);
}

const DIMS: DimensionId[] = ['campaign', 'channel', 'list', 'subject'];

/** The e-mail tool's campaign report. */
export function makeEmail(today: Day): DemoBatch {
  const { rows, add } = collectRows('');
  for (const one of mailingsOf(today)) {
    const values = [
      one.sent,
      one.delivered,
      one.hardBounced,
      one.softBounced,
      one.opens,
      one.clicks,
      one.unsubscribes,
      one.complaints,
    ];
    add(
      one.day,
      [one.campaign.name, 'Email', one.list, one.subject],
      values.map((value) => value * MICROS_PER_UNIT),
    );
  }
  return {
    dataset: 'email_send',
    source: 'mailchimp',
    // The channel is always the same.
    shape: shapeOf(
      DIMS.filter((dim) => dim !== 'channel'),
      false,
    ),
    dims: DIMS,
    measures: [
      'emails_sent',
      'emails_delivered',
      'emails_hard_bounced',
      'emails_soft_bounced',
      'email_unique_opens',
      'email_unique_clicks',
      'email_unsubscribes',
      'email_spam_complaints',
    ],
    file: 'larkfield-mailchimp.csv',
    account: NO_ACCOUNT,
    currency: '',
    keyedByRecord: false,
    importedOn: today,
    rows,
  };
}
