import { getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { RaciAnswer, readRaci, setRaci } from './raci.ts';
import { OwnershipAnswer, readOwnership } from './read-ownership.ts';

const tag = 'Campaigns';

export const raciRoutes = [
  getRoute({
    path: '/api/v1/ownership',
    summary: 'Who answers for what',
    tag,
    verb: readOwnership,
    answer: OwnershipAnswer,
    says: 'Objectives, goals, running campaigns and open tasks, with nobody, two, or who left first.',
  }),
  getRoute({
    path: '/api/v1/campaigns/{id}/people',
    summary: 'Who is responsible, accountable, consulted and informed',
    tag,
    verb: readRaci,
    answer: RaciAnswer,
    says: 'For the campaign and its open tasks, with what is missing.',
  }),
  postRoute({
    path: '/api/v1/campaigns/{id}/people',
    summary: 'Say who is what for a campaign or one of its tasks',
    tag,
    verb: setRaci,
    body: '`{"version": 0, "task": "ta_1", "people": {"accountable": ["…"], "responsible": ["…"]}}`',
    answer: RaciAnswer,
    refuses: { ...STALE, '422': 'Not exactly one is accountable.' },
  }),
];
