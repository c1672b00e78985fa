import { getting, posting, STALE } from './posting.ts';
import { RaciAnswer, readRaci, setRaci } from './raci.ts';

const tag = 'Campaigns';

export const raciRoutes = [
  getting({
    path: '/api/v1/campaigns/{id}/people',
    summary: 'Who is responsible, accountable, consulted and informed',
    tag,
    verb: readRaci,
    schema: RaciAnswer,
    description: 'For the campaign and its open tasks, with what is missing.',
  }),
  posting({
    path: '/api/v1/campaigns/{id}/people',
    summary: 'Say who is what for a campaign or one of its tasks',
    tag,
    verb: setRaci,
    body: '`{"version": 0, "task": "ta_1", "people": {"accountable": ["…"], "responsible": ["…"]}}`',
    schema: RaciAnswer,
    refuses: { ...STALE, '422': 'Not exactly one is accountable.' },
  }),
];
