import * as z from 'zod';
import { type Route, route } from '../../doors/route.ts';
import { connectFile } from './connect-file.ts';

/** Power BI opens such a file with its own sign-in. */
const PBIDS = 'application/vnd.ms-powerbi.pbids+json';

export const odataRoutes: Route[] = [
  route({
    method: 'get',
    path: '/api/v1/odata/connection.pbids',
    summary: 'A file that opens the feed in Power BI',
    description:
      'Holds the address of the feed of this workspace and no key: Power BI asks for it (Basic, any user name, the API key as the password).',
    tag: 'BI tools',
    permission: 'kpis.read',
    answers: [
      {
        contentType: PBIDS,
        schema: z.object({
          version: z.string(),
          connections: z.array(
            z.object({
              details: z.object({
                protocol: z.literal('odata'),
                address: z.object({ url: z.string() }),
              }),
              options: z.object({}),
              mode: z.enum(['Import', 'DirectQuery']),
            }),
          ),
        }),
        description: 'The file',
      },
    ],
    async handle({ verb }) {
      const { name, file } = await verb(connectFile, {});
      return new Response(JSON.stringify(file, null, 2), {
        headers: {
          'content-type': PBIDS,
          'content-disposition': `attachment; filename="${name}"`,
        },
      });
    },
  }),
];
