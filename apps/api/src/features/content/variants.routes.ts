import * as z from 'zod';
import { route } from '../../doors/route.ts';
import { getRoute, postRoute, STALE } from '../../doors/verb-routes.ts';
import { csvResponse } from './csv-response.ts';
import { VariantExport, VariantPreview, VariantSet } from './variants.schema.ts';
import {
  addVariant,
  exportVariants,
  previewVariant,
  readVariants,
  saveVariants,
} from './variants.ts';

const tag = 'Content';
const SPECIAL =
  'A rule that uses special categories of personal data is refused by its name (400).';
const HEAD = [
  'order',
  'rule',
  'when',
  'variant',
  'name',
  'version',
  'title',
  'text',
  'link',
  'hash',
];

/** One line per rule, in order, and the default last. */
function variantsCsv({ rules, variants, fallback }: VariantExport): (string | number | null)[][] {
  const byId = new Map(variants.map((one) => [one.id, one]));
  const textOf = (id: string) => {
    const { name, number, title, text, link, hash } = byId.get(id) ?? {};
    return [
      id,
      name ?? null,
      number ?? null,
      title ?? null,
      text ?? null,
      link ?? null,
      hash ?? null,
    ];
  };
  return [
    ...rules.map(({ order, name, when, variant }) => [
      ...[order, name, JSON.stringify(when)],
      ...textOf(variant),
    ]),
    [rules.length + 1, 'default', null, ...textOf(fallback)],
  ];
}

export const variantRoutes = [
  getRoute({
    ...{ tag, verb: readVariants, answer: VariantSet, as: 'asset' },
    path: '/api/v1/assets/{id}/variants',
    summary: 'Who gets which variant',
    says: 'Rules in order with what they show, and the default.',
  }),
  postRoute({
    ...{ tag, verb: saveVariants, answer: VariantSet, refuses: STALE, as: 'asset' },
    path: '/api/v1/assets/{id}/variants',
    summary: 'Set the rules of the variants',
    description: SPECIAL,
    body: '`{"version": 1, "rules": [{"name": "DACH", "when": {"field": "country", "op": "in", "value": ["DE"]}, "variant": "as_…"}]}`',
  }),
  postRoute({
    ...{ tag, verb: addVariant, answer: VariantSet, refuses: STALE, as: 'asset', status: 201 },
    path: '/api/v1/assets/{id}/variants/add',
    summary: 'Make a variant',
    description: `Begins as a copy, with its own versions and approvals. ${SPECIAL}`,
    body: '`{"version": 0, "name": "DACH", "when": {"all": [{"field": "country", "op": "is", "value": "DE"}]}, "text": "…"}`',
  }),
  postRoute({
    ...{ tag, verb: previewVariant, answer: VariantPreview, as: 'asset' },
    path: '/api/v1/assets/{id}/variants/preview',
    summary: 'Which variant a profile gets, and why',
    description: 'Nothing of the profile is kept.',
    body: '`{"profile": {"country": "DE", "employees": 40}}`',
  }),
  route({
    method: 'get',
    path: '/api/v1/assets/{id}/variants/export',
    summary: 'Variants and rules for the tool that sends them',
    tag,
    permission: 'plans.read',
    params: z.object({ id: z.string().max(40) }),
    query: z.object({ format: z.enum(['json', 'csv']).default('json') }),
    refuses: { '409': 'Something in it is not approved, or may not go out: `detail.open`.' },
    answers: [
      { contentType: 'application/json', schema: VariantExport, description: 'All of it.' },
      { contentType: 'text/csv', description: 'One line per rule, with `format=csv`.' },
    ],
    async handle({ params: { id }, query: { format }, verb }) {
      const found = await verb(exportVariants, { asset: id });
      return format === 'json' ? found : csvResponse('variants', [HEAD, ...variantsCsv(found)]);
    },
  }),
];
