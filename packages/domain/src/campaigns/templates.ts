import type { CampaignTemplate, TemplateTask } from './schema.ts';
import type { CampaignType } from './types.ts';

/** `key dueDay title < key, key`: days from the first one, and what has to be over before. */
type Line = string;

const LIBRARY: readonly [
  name: string,
  type: CampaignType,
  durationDays: number | null,
  tasks: Line[],
][] = [
  [
    'Webinar',
    'webinar',
    28,
    [
      'brief -28 Agree the brief',
      'speaker -24 Book speakers < brief',
      'page -18 Registration page < brief',
      'links -16 Tracked links < page',
      'invite -14 Invitation approved < brief',
      'send -12 Send the invitation < invite, links',
      'slides -7 Slides reviewed < speaker',
      'rehearse -2 Rehearsal < slides',
      'hold 14 Hold the webinar < rehearse, send',
      'leads 15 Import registrations and attendance < hold',
      'follow 17 Follow-up e-mail < leads',
      'sales 18 Hand leads to sales < leads',
      'results 27 Collect the results < follow',
      'learn 28 Write down what was learnt < results',
    ],
  ],
  [
    'Trade show',
    'event',
    5,
    [
      'contract -90 Contract with the organiser',
      'stand -60 Stand and material < contract',
      'staff -45 Staff and travel < contract',
      'invite -21 Invite customers < staff',
      'brief -3 Briefing of the staff < staff, stand',
      'import 6 Import the leads < brief',
      'follow 8 Every lead was called < import',
      'cost 20 Invoices are in < contract',
    ],
  ],
  [
    'Paid media flight',
    'paid',
    42,
    [
      'audience -14 Audiences and exclusions',
      'creative -10 Creative approved < audience',
      'links -7 Tracked links < creative',
      'setup -3 Set up on the platforms < links',
      'check 1 Check delivery and tracking < setup',
      'tune 14 First look: what to change < check',
      'end 42 Switch off and note the results < tune',
    ],
  ],
  [
    'E-mail nurture',
    'email',
    30,
    [
      'segment -10 Segment and consent checked',
      'copy -7 Copy approved < segment',
      'links -4 Tracked links < copy',
      'test -2 Test in mail programs < links',
      'send 0 First send < test',
      'read 10 Read the results < send',
    ],
  ],
  [
    'Product launch',
    'launch',
    60,
    [
      'message -45 Message and claims agreed',
      'legal -30 Claims checked by legal < message',
      'page -21 Pages < message',
      'enable -14 Sales and support enabled < message',
      'assets -10 Assets approved < legal, page',
      'links -7 Tracked links < page',
      'go 0 Launch < assets, enable, links',
      'look 14 First look < go',
      'review 60 Results < look',
    ],
  ],
  [
    'Content piece',
    'content',
    30,
    [
      'outline -21 Outline',
      'draft -12 Draft < outline',
      'approve -5 Approved < draft',
      'publish 0 Published < approve',
      'share 3 Shared on every channel < publish',
      'read 30 Results read < share',
    ],
  ],
  [
    'Account-based',
    'abm',
    90,
    [
      'list -21 Accounts agreed with sales',
      'roles -14 Buying groups < list',
      'assets -7 Assets per account < roles',
      'start 0 Start < assets',
      'sync 14 Look at it with sales < start',
      'close 90 Results with sales < sync',
    ],
  ],
];

const TASK = /^([a-z]+) (-?\d+) ([^<]+?)(?: < (.+))?$/;

function readTask(line: Line): TemplateTask {
  const [, key = '', due = '0', title = '', after = ''] = TASK.exec(line) ?? [];
  return {
    key,
    title,
    startDay: null,
    dueDay: Number(due),
    after: after === '' ? [] : after.split(', '),
    owner: 'owner',
  };
}

/**
 * The templates that come with the product. Days are those of a usual course; a team changes them in its own copy.
 * @example shippedTemplates()[0].tasks.length // 14
 */
export function shippedTemplates(): CampaignTemplate[] {
  return LIBRARY.map(([name, type, durationDays, tasks]) => ({
    name,
    type,
    durationDays,
    program: null,
    aim: null,
    brief: { fields: {}, alsoAsked: [] },
    tactics: [],
    tasks: tasks.map(readTask),
  }));
}
