import { route } from '../../doors/route.ts';
import { SampleInput } from './demo.schema.ts';
import { readSample } from './read-samples.ts';

export const demoRoutes = [
  route({
    method: 'get',
    path: '/api/v1/samples/{source}',
    summary: 'A sample export',
    description:
      'Four weeks of the demo company in the format of one platform, to try the import with; `invoices`: a month of them.',
    tag: 'Imports',
    permission: 'sources.read',
    params: SampleInput,
    answers: [{ contentType: 'text/csv', description: 'The file, UTF-8.' }],
    async handle({ params, verb }) {
      const { name, text } = await verb(readSample, params);
      return new Response(text, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${name}"`,
        },
      });
    },
  }),
];
