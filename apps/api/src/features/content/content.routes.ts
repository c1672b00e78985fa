import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { type RouteCall, route } from '../../doors/route.ts';
import { contentCalendar } from './calendar.ts';
import {
  addVersion,
  archiveAsset,
  commentAsset,
  createAsset,
  updateAsset,
} from './change-asset.ts';
import {
  type AssetChange,
  AssetInfo,
  type AssetInput,
  AssetPage,
  AssetStateName,
  AssetType,
  ContentSettings,
  FileInfo,
  Finding,
  Remark,
  type VersionInput,
} from './content.schema.ts';
import { readContentFile, uploadContentFile } from './files.ts';
import { lintText } from './lint.ts';
import { listAssets } from './list-assets.ts';
import { readAsset } from './read-asset.ts';
import { readSettings, saveSettings } from './settings.ts';

const contentType = 'application/json';
const tag = 'Content';
const params = z.object({ id: z.string().max(40) });
const stale = { '409': 'Somebody has changed it meanwhile: who, when, and what it is now.' };
const asset = { contentType, schema: AssetInfo, description: 'The asset.' };
/** The body without the id, which the address has. */
export const withId = async <T>(call: RouteCall<unknown, { id: string }>): Promise<T> => {
  const body = (await jsonOf(call)) as object;
  return { ...body, id: call.params.id } as T;
};

export const contentRoutes = [
  route({
    method: 'get',
    path: '/api/v1/assets',
    summary: 'Content',
    tag,
    permission: 'plans.read',
    query: z.object({
      search: z.string().max(200).optional(),
      type: AssetType.optional(),
      state: AssetStateName.optional(),
      campaign: z.string().max(40).optional(),
      limit: z.coerce.number().int().min(1).max(500).optional(),
    }),
    answers: [
      {
        contentType,
        schema: z.object({ assets: z.array(AssetInfo) }),
        description: 'The last changed first, each with its open items.',
      },
    ],
    handle: async ({ query, verb }) => ({ assets: await verb(listAssets, query) }),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets',
    summary: 'Make an asset',
    tag,
    permission: 'content.write',
    body: {
      contentType,
      description: '`{"name": "…", "type": "email", "text": "…", "topics": []}`',
    },
    answers: [{ ...asset, status: 201 }],
    async handle(call) {
      const input = (await jsonOf(call)) as z.input<typeof AssetInput>;
      return Response.json(await call.verb(createAsset, input), { status: 201 });
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/assets/{id}',
    summary: 'One asset',
    tag,
    permission: 'plans.read',
    params,
    answers: [
      { contentType, schema: AssetPage, description: 'With versions, findings and approvals.' },
    ],
    handle: ({ params: { id }, verb }) => verb(readAsset, { id }),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}',
    summary: 'Change what is known of an asset',
    tag,
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"version": 3, "topics": ["consumer"]}`' },
    answers: [asset],
    refuses: stale,
    handle: async (call) => call.verb(updateAsset, await withId<z.input<typeof AssetChange>>(call)),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/versions',
    summary: 'Edit an asset',
    description: 'Makes a new version, for which nothing is approved and no checklist is passed.',
    tag,
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"after": 1, "text": "…", "note": "…"}`' },
    answers: [{ ...asset, status: 201 }],
    refuses: stale,
    async handle(call) {
      const input = await withId<z.input<typeof VersionInput>>(call);
      return Response.json(await call.verb(addVersion, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/archive',
    summary: 'Archive an asset, or bring it back',
    tag,
    permission: 'content.write',
    params,
    body: { contentType, description: '`{"archived": true, "reason": "…"}`' },
    answers: [asset],
    handle: async (call) => call.verb(archiveAsset, await withId(call)),
  }),
  route({
    method: 'post',
    path: '/api/v1/assets/{id}/comments',
    summary: 'Comment on a version',
    tag,
    permission: 'content.review',
    params,
    body: { contentType, description: '`{"number": 1, "text": "…"}`' },
    answers: [
      {
        contentType,
        schema: z.object({ id: z.string() }),
        description: 'The comment.',
        status: 201,
      },
    ],
    async handle(call) {
      const input = await withId<z.input<typeof commentAsset.input>>(call);
      return Response.json(await call.verb(commentAsset, input), { status: 201 });
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/content/lint',
    summary: 'Check a text against the rules',
    tag,
    permission: 'plans.read',
    body: { contentType, description: '`{"title": "…", "text": "…", "topics": []}`' },
    answers: [
      {
        contentType,
        schema: z.object({
          ok: z.boolean(),
          findings: z.array(Finding),
          warnings: z.array(Remark),
        }),
        description: 'Each finding with its rule and place.',
      },
    ],
    handle: async (call) =>
      call.verb(lintText, (await jsonOf(call)) as z.input<typeof lintText.input>),
  }),
  route({
    method: 'get',
    path: '/api/v1/content/calendar',
    summary: 'What goes out when',
    tag,
    permission: 'plans.read',
    query: z.object({ from: z.string(), to: z.string() }),
    answers: [
      {
        contentType,
        schema: z.object({ entries: z.array(z.unknown()) }),
        description: 'Planned assets and publications by day.',
      },
    ],
    handle: async ({ query, verb }) => ({ entries: await verb(contentCalendar, query) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/content/settings',
    summary: 'Rules of the brand and the route of approval',
    tag,
    permission: 'plans.read',
    answers: [
      {
        contentType,
        schema: z.object({ settings: ContentSettings, version: z.number() }),
        description: 'The settings.',
      },
    ],
    handle: ({ verb }) => verb(readSettings, {}),
  }),
  route({
    method: 'post',
    path: '/api/v1/content/settings',
    summary: 'Set them',
    tag,
    permission: 'content.write',
    body: { contentType, description: '`{"version": 0, "settings": {…}}`' },
    answers: [
      {
        contentType,
        schema: z.object({ settings: ContentSettings, version: z.number() }),
        description: 'The settings.',
      },
    ],
    refuses: stale,
    handle: async (call) =>
      call.verb(saveSettings, (await jsonOf(call)) as z.input<typeof saveSettings.input>),
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
