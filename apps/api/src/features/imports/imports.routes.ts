import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { importFile } from './import-file.ts';
import { ImportOptions, MappingGiven } from './imports.schema.ts';
import { previewImport } from './preview-import.ts';
import { undoImport } from './undo-import.ts';
import { uploadFile } from './upload-file.ts';

const FileName = z
  .string()
  .min(1)
  .max(500)
  .default('file')
  .describe('Name of the file, for people.');
const period = z.object({ from: z.string(), to: z.string() });

/** What an import answers, for the document. */
const Report = z.object({
  file: z.string(),
  source: z.string(),
  sourceName: z.string(),
  dataset: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh', 'xlsx']),
  bom: z.boolean().describe('The file begins with a byte order mark.'),
  currency: z.string().nullable(),
  period: period.nullable(),
  rows: z.object({
    read: z.number(),
    accepted: z.number(),
    rejected: z.number(),
    ignored: z.number(),
  }),
  ignoredReasons: z.record(z.string(), z.number()),
  totals: z.record(z.string(), z.number()).describe('By short measure; money in its currency.'),
  totalsByCurrency: z
    .record(z.string(), z.record(z.string(), z.number()))
    .optional()
    .describe('Only with several currencies, which are never added: money by currency.'),
  reconciled: z.array(
    z.object({
      measure: z.string(),
      file: z.number(),
      imported: z.number(),
      difference: z.number(),
    }),
  ),
  mapping: z.record(z.string(), z.string()),
  unmapped: z.array(z.string()),
  issues: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'info']),
      line: z.number().nullable(),
      field: z.string().nullable(),
      message: z.string(),
      hint: z.string().nullable(),
    }),
  ),
  issueCounts: z
    .record(z.string(), z.number())
    .describe('How many issues of each code there were.'),
  batch: z.string().nullable(),
  unchanged: z.boolean(),
});

export const importRoutes = [
  route({
    method: 'post',
    path: '/api/uploads',
    summary: 'Upload a file',
    description: 'The file waits for a preview or an import, for 24 hours at most.',
    tag: 'Imports',
    permission: 'imports.write',
    query: z.object({ name: FileName }),
    body: { contentType: 'application/octet-stream', description: 'The file as it is.' },
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({ upload: z.string(), bytes: z.number() }),
        description: 'The id of the upload.',
      },
    ],
    handle: ({ query, body, verb }) => verb(uploadFile, { name: query.name, body: present(body) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/imports',
    summary: 'Import a file',
    description:
      'The body is the file: CSV, TSV, XLSX or gzip, in any encoding. The same file again changes nothing.',
    tag: 'Imports',
    permission: 'imports.write',
    query: z.object({
      name: FileName,
      source: ImportOptions.shape.source.describe('Source, when the file does not show it.'),
      currency: ImportOptions.shape.currency.describe('Currency, when the file does not say it.'),
      account: ImportOptions.shape.account.describe('Account, when the file does not name it.'),
      dryRun: z.enum(['0', '1']).default('0').describe('1: read the file and store nothing.'),
    }),
    requestHeaders: {
      'x-openmops-map':
        'Mapping of the columns as URI-encoded JSON: {"columns":{"Header in the file":"spend"}}',
    },
    body: { contentType: 'application/octet-stream', description: 'The file as it is.' },
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({ imports: z.array(Report) }),
        description: 'What was read, accepted, rejected and why.',
      },
    ],
    async handle({ query, headers, body, verb }) {
      const { name, dryRun, ...given } = query;
      const options = { ...given, map: mapOf(headers.get('x-openmops-map')) };
      const { upload } = await verb(uploadFile, { name, body: present(body) });
      const report =
        dryRun === '1'
          ? (await verb(previewImport, { upload, options, keep: false })).report
          : await verb(importFile, { upload, options });
      return { imports: [report] };
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/imports/{batch}',
    summary: 'Undo an import',
    description: 'Its rows go, and what they had replaced is there again.',
    tag: 'Imports',
    permission: 'imports.write',
    params: z.object({ batch: z.string().max(64) }),
    answers: [
      {
        contentType: 'application/json',
        schema: z.object({
          batch: z.string(),
          removedRows: z.number(),
          restoredRows: z.number(),
        }),
        description: 'How many rows went and came back.',
      },
    ],
    handle: ({ params, verb }) => verb(undoImport, params),
  }),
];

function present(body: AsyncIterable<Uint8Array> | null): AsyncIterable<Uint8Array> {
  if (body) return body;
  throw new MopsError('INVALID', 'The request has no body.', 'Send the file as the body.');
}

function mapOf(header: string | null): z.input<typeof MappingGiven> | undefined {
  if (header === null) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(decodeURIComponent(header));
  } catch {
    throw new MopsError(
      'INVALID',
      'The header x-openmops-map is no URI-encoded JSON.',
      'Send encodeURIComponent(JSON.stringify({ columns: { "Header in the file": "spend" } })).',
    );
  }
  const parsed = MappingGiven.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new MopsError(
    'INVALID',
    `x-openmops-map: ${issue?.path.join('.')}: ${issue?.message}`,
    'It looks like {"columns":{"Header in the file":"spend"},"currency":"EUR"}.',
  );
}
