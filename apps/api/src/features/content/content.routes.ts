import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { contentCalendar } from './calendar.ts';
import {
  addVersion,
  archiveAsset,
  commentAsset,
  createAsset,
  updateAsset,
} from './change-asset.ts';
import {
  AssetInfo,
  AssetPage,
  AssetStateName,
  AssetType,
  ContentSettings,
  FileInfo,
  Finding,
  Remark,
} from './content.schema.ts';
import { readContentFile, uploadContentFile } from './files.ts';
import { lintText } from './lint.ts';
import { listAssets } from './list-assets.ts';
import { readAsset } from './read-asset.ts';
import { readSettings, saveSettings } from './settings.ts';

const contentType = 'application/json';
const tag = 'Content';
const params = z.object({ id: z.string().max(40) });
const Settings = z.object({ settings: ContentSettings, version: z.number() });

export const contentRoutes = [
  getRoute({
    ...{ tag, verb: listAssets, answer: AssetInfo },
    path: '/api/v1/assets',
    summary: 'Content',
    query: z.object({
      search: z.string().max(200).optional(),
      type: AssetType.optional(),
      state: AssetStateName.optional(),
      campaign: z.string().max(40).optional(),
      limit: z.coerce.number().int().min(1).max(500).optional(),
    }),
    list: 'assets',
    says: 'The last changed first, each with its open items.',
  }),
  postRoute({
    ...{ tag, verb: createAsset, answer: AssetInfo, status: 201 },
    path: '/api/v1/assets',
    summary: 'Make an asset',
    body: '`{"name": "…", "type": "email", "text": "…", "topics": []}`',
  }),
  getRoute({
    ...{ tag, verb: readAsset, answer: AssetPage },
    path: '/api/v1/assets/{id}',
    summary: 'One asset',
    says: 'With versions, findings and approvals.',
  }),
  postRoute({
    ...{ tag, verb: updateAsset, answer: AssetInfo, refuses: STALE },
    path: '/api/v1/assets/{id}',
    summary: 'Change what is known of an asset',
    body: '`{"version": 3, "topics": ["consumer"]}`',
  }),
  postRoute({
    ...{ tag, verb: addVersion, answer: AssetInfo, status: 201, refuses: STALE },
    path: '/api/v1/assets/{id}/versions',
    summary: 'Edit an asset',
    description: 'Makes a new version, for which nothing is approved and no checklist is passed.',
    body: '`{"after": 1, "text": "…", "note": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: archiveAsset, answer: AssetInfo },
    path: '/api/v1/assets/{id}/archive',
    summary: 'Archive an asset, or bring it back',
    body: '`{"archived": true, "reason": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: commentAsset, answer: z.object({ id: z.string() }), status: 201 },
    path: '/api/v1/assets/{id}/comments',
    summary: 'Comment on a version',
    body: '`{"number": 1, "text": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: lintText },
    path: '/api/v1/content/lint',
    summary: 'Check a text against the rules',
    body: '`{"title": "…", "text": "…", "topics": []}`',
    answer: z.object({
      ok: z.boolean(),
      findings: z.array(Finding),
      warnings: z.array(Remark),
    }),
    says: 'Each finding with its rule and place.',
  }),
  getRoute({
    ...{ tag, verb: contentCalendar, list: 'entries' },
    path: '/api/v1/content/calendar',
    summary: 'What goes out when',
    query: z.object({ from: z.string(), to: z.string() }),
    says: 'Planned assets and publications by day.',
  }),
  getRoute({
    ...{ tag, verb: readSettings, answer: Settings.extend({ alone: z.boolean() }) },
    path: '/api/v1/content/settings',
    summary: 'Rules of the brand and the route of approval',
  }),
  postRoute({
    ...{ tag, verb: saveSettings, answer: Settings, refuses: STALE },
    path: '/api/v1/content/settings',
    summary: 'Set them',
    body: '`{"version": 0, "settings": {…}}`',
  }),
  route({
    method: 'post',
    path: '/api/v1/files',
    summary: 'Upload a file of content or evidence',
    description: 'Up to 256 MB. What it is, is told by its first bytes.',
    tag,
    permission: 'content.review',
    query: z.object({ name: z.string().min(1).max(500).default('file') }),
    body: { contentType: 'application/octet-stream', description: 'The file as it is.' },
    answers: [{ contentType, schema: FileInfo, description: 'The file.', status: 201 }],
    async handle({ query, body, verb }) {
      if (!body)
        throw new MopsError('INVALID', 'The request has no body.', 'Send the file as the body.');
      return Response.json(await verb(uploadContentFile, { name: query.name, body }), {
        status: 201,
      });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/files/{id}',
    summary: 'Download a file',
    tag,
    permission: 'plans.read',
    params,
    answers: [{ contentType: 'application/octet-stream', description: 'Its bytes.' }],
    async handle({ params: { id }, verb }) {
      const { file, bytes } = await verb(readContentFile, { id });
      return new Response(ReadableStream.from(bytes), {
        headers: {
          'content-type': file.type,
          'content-length': String(file.bytes),
          // Never shown by this site: what people uploaded may be anything.
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, escapeChar)}`,
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        },
      });
    },
  }),
];

const escapeChar = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
