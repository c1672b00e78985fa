import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { deleteRoute, getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import {
  addRetainer,
  changeRetainer,
  logHours,
  removeHours,
  removeRetainer,
  setTerms,
} from './change-account.ts';
import { Account, ClientRow } from './clients.schema.ts';
import { listClients } from './list-clients.ts';
import { readAccount } from './read-account.ts';

const tag = 'Clients';
const query = z.object({ fiscalYear: z.coerce.number().int().optional() });

export const clientRoutes: Route[] = [
  route({
    method: 'get',
    path: '/api/v1/clients',
    summary: 'The clients of the signed-in person, with budget, spend and margin',
    description:
      'Every workspace of which the person is a member, each as who they are there; for a session, not for a key. Margins only where the person may see them.',
    tag,
    permission: 'plans.read',
    query,
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({ clients: z.array(ClientRow) }),
        description: 'The clients, by name.',
      },
    ],
    handle: ({ query: ask, verb }) => verb(listClients, ask),
  }),
  getRoute({
    ...{ tag, query, verb: readAccount, answer: Account },
    path: '/api/v1/client',
    summary: 'Fees, money passed through, hours and margin of the client',
  }),
  postRoute({
    ...{ tag, verb: setTerms, refuses: STALE },
    path: '/api/v1/client/terms',
    summary: 'Say what is agreed with the client',
    body: '`{"ownVendor": "Northlight", "hourCost": 62, "markupPercent": 5, "version": 0}`',
  }),
  postRoute({
    ...{ tag, verb: addRetainer, status: 201 },
    path: '/api/v1/client/retainers',
    summary: 'Add a retainer',
    body: '`{"name": "Care", "kind": "hours", "fee": 110, "hours": 40, "from": "2026-01"}`',
  }),
  postRoute({
    ...{ tag, verb: changeRetainer, refuses: STALE },
    path: '/api/v1/client/retainers/{id}',
    summary: 'Change or end a retainer',
    body: '`{"version": 1, "retainer": {…}}`',
  }),
  postRoute({
    ...{ tag, verb: removeRetainer, refuses: STALE },
    path: '/api/v1/client/retainers/{id}/remove',
    summary: 'Take a retainer away',
    body: '`{"version": 1}`',
  }),
  postRoute({
    ...{ tag, verb: logHours, status: 201 },
    path: '/api/v1/client/hours',
    summary: 'Note hours that were worked for the client',
    body: '`{"day": "2026-05-04", "hours": 3.5, "note": "Landing page"}`',
  }),
  deleteRoute({
    ...{ tag, verb: removeHours },
    path: '/api/v1/client/hours/{id}',
    summary: 'Take hours away',
  }),
];
