import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { type Route, route } from '../../doors/route.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { AttendeesImported, importAttendees } from './import-attendees.ts';
import { undoAttendees } from './undo-attendees.ts';

export const attendeeRoutes: Route[] = [
  route({
    method: 'post',
    path: '/api/v1/campaigns/{id}/attendees',
    summary: 'Take in who attended an event',
    description:
      'The body is the list: CSV, TSV or XLSX with an address for each line. Who came and who signed up are touchpoints of the campaign when it is answered. People of an earlier list are replaced; who is not on this one stays, unless it is `complete`.',
    tag: 'Campaigns',
    permission: 'streams.write',
    params: z.object({ id: z.string().max(40) }),
    query: z.object({
      name: z.string().min(1).max(500).default('file'),
      complete: z
        .enum(['0', '1'])
        .default('0')
        .describe('1: who is on an earlier list and not on this one did not come, or cancelled.'),
      dryRun: z.enum(['0', '1']).default('0').describe('1: read the list and keep nothing.'),
    }),
    body: { contentType: 'application/octet-stream', description: 'The file as it is.' },
    answers: [
      {
        contentType: 'application/json',
        schema: AttendeesImported,
        description: 'Who was on it.',
      },
    ],
    refuses: { '422': 'Cells cannot be read; `detail.issues` names each with its line.' },
    async handle({ params, query, body, verb }) {
      if (!body) throw new MopsError('INVALID', 'The request has no body.', 'Send the file.');
      const { upload } = await verb(uploadFile, { name: query.name, body });
      const dryRun = query.dryRun === '1';
      const complete = query.complete === '1';
      return verb(importAttendees, { campaign: params.id, upload, complete, dryRun });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/campaigns/{id}/attendees/undo',
    summary: 'Take a list of attendees back',
    description: 'The last one of the event: everybody on it, or taken off by it, is as before.',
    tag: 'Campaigns',
    permission: 'streams.write',
    params: z.object({ id: z.string().max(40) }),
    body: { contentType: 'application/json', description: '`{"list": "…"}`: as it was answered.' },
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({ people: z.number() }),
        description: 'How many are as before.',
      },
    ],
    refuses: { '409': 'Another list was taken in since.' },
    async handle(call) {
      const { list } = (await jsonOf(call)) as { list: string };
      return call.verb(undoAttendees, { campaign: call.params.id, list });
    },
  }),
];
