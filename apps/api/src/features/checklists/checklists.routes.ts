import { getRoute, postRoute } from '../../doors/verb-routes.ts';
import { answerChecklist, readRuns, setParameters } from './answer.ts';
import { PackInfo, RunInfo } from './checklists.schema.ts';
import { importPack, listPacks } from './packs.ts';

const tag = 'Checklists';
const runs = {
  answer: RunInfo,
  list: 'runs',
  says: 'Every pack that its newest version needs.',
};

export const checklistRoutes = [
  getRoute({
    ...{ tag, verb: listPacks, answer: PackInfo, list: 'packs' },
    path: '/api/v1/checklists/packs',
    summary: 'Packs of checklists',
    says: 'With version, sources and review date. Not legal advice.',
  }),
  postRoute({
    ...{ tag, verb: importPack, answer: PackInfo, status: 201 },
    path: '/api/v1/checklists/packs',
    summary: 'Import a pack of your own',
    body: '`{"text": "…"}`: the pack as YAML or JSON.',
    refuses: { '409': 'That version is there already.' },
  }),
  getRoute({
    ...{ tag, verb: readRuns, ...runs },
    path: '/api/v1/assets/{id}/checklists',
    summary: 'Checklists of an asset',
  }),
  postRoute({
    ...{ tag, verb: setParameters, ...runs },
    path: '/api/v1/assets/{id}/checklists/parameters',
    summary: 'Say which state or beverage is meant',
    body: '`{"pack": "…", "hash": "…", "parameters": {"state": "NY"}}`',
  }),
  postRoute({
    ...{ tag, verb: answerChecklist, ...runs, status: 201 },
    path: '/api/v1/assets/{id}/checklists/answers',
    summary: 'Answer a question',
    body: '`{"pack": "us.ftc", "question": "prices", "hash": "…", "part": "first", "answer": "yes"}`',
    refuses: {
      '403': 'The second person is the first one.',
      '409': 'Another version is the newest.',
    },
  }),
];
