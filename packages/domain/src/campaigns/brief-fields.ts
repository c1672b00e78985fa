import type { BriefField, CampaignType, FieldKind } from './types.ts';

/** `id kind label | hint`; a star behind the kind: the brief is not complete without it. */
const COMMON = [
  'objective text* Objective | What changes when it works, and by when.',
  'audience text* Audience | Who it is for, in one sentence.',
  'message text* Message | The one thing that they should remember.',
  'offer text Offer | What they get.',
  'kpis targets* KPIs and targets | How it will be judged.',
  'budget number Budget asked for | In the currency of the workspace; lines of the budget say what it gets.',
  'risks list Risks',
  'approvers list Approvers | Who has to say yes.',
];

const OWN: Readonly<Record<CampaignType, readonly string[]>> = {
  paid: [
    'platforms list* Platforms',
    'landingPage url* Landing page',
    'exclusions list Exclusions | Customers, competitors, places.',
  ],
  email: [
    'sender text* Sender',
    'subject text* Subject line',
    'landingPage url Landing page',
    'sendDay day First send',
  ],
  webinar: [
    'topic text* Topic',
    'webinarDay day* Day',
    'speakers list* Speakers',
    'registrationPage url Registration page',
    'regulatedTopic text Regulated topic | Health, finance, alcohol, law: who has to look at it?',
    'seats number Seats',
  ],
  event: [
    'venue text* Venue',
    'eventDay day* First day',
    'staff list* Staff',
    'registrations number Registrations expected',
    'followUpHours number* Follow-up within, hours | From the last day until every lead was called.',
    'registrationPage url Registration page',
  ],
  content: [
    'pieces list* Pieces',
    'persona text Persona',
    'distribution list* Where it is distributed',
  ],
  launch: [
    'product text* Product',
    'launchDay day* Launch day',
    'enablement text* What sales and support get',
    'pricing text Price',
    'landingPage url Landing page',
  ],
  abm: [
    'accounts list* Accounts',
    'salesOwner text* Sales owner',
    'buyingGroup list Buying group',
    'landingPage url Landing page',
  ],
  pr: [
    'story text* Story',
    'spokesperson text* Spokesperson',
    'outlets list Outlets',
    'embargo day Embargo until',
  ],
  partner: [
    'partner text* Partner',
    'terms text* Who pays and does what',
    'leadSharing text Sharing of leads | On what basis and to whom.',
    'landingPage url Landing page',
  ],
  direct_mail: [
    'listSource text* Source of the list',
    'quantity number* Pieces',
    'dropDay day* Day of mailing',
    'format text Format',
  ],
  other: [],
};

const LINE = /^(\w+) (\w+)(\*?) ([^|]+?)(?: \| (.+))?$/;

function read(line: string): BriefField {
  const [, id = '', kind = '', star = '', label = '', hint = null] = LINE.exec(line) ?? [];
  return { id, kind: kind as FieldKind, required: star === '*', label, hint };
}

/**
 * The fields of a brief: those of every campaign, then those of its kind.
 * @example briefFields('webinar').filter((field) => field.required).map((field) => field.id)
 * // ['objective', 'audience', 'message', 'kpis', 'topic', 'webinarDay', 'speakers']
 */
export function briefFields(type: CampaignType): BriefField[] {
  return [...COMMON, ...OWN[type]].map(read);
}
