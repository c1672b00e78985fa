import { expect, test } from 'vitest';
import type { MappingShown } from '../../api-streams.ts';
import { pathsOf, sourceOf, textOf } from './field-source.ts';
import { MappingDraft } from './mapping-draft.svelte.ts';

const field = (id: string, source: string | null) => ({
  id,
  type: 'text',
  description: '',
  required: false,
  personal: false,
  source,
});
const shown = (pack: string | null): MappingShown => ({
  stream: { id: 'st_1', source: 'crm', name: 'deals' },
  pack,
  wish: { pack: null, overrides: pack ? { fields: { deal: { name: 'title' } } } : null, own: null },
  fields: ['id', 'title', 'amount', 'props', 'props.note'],
  mappings: pack
    ? [
        {
          id: 'deal',
          table: 'deal',
          name: 'Deals',
          fields: [field('deal_id', 'id'), field('name', 'title'), field('amount', null)],
        },
      ]
    : [],
  contract: { required: [], types: {}, allowed: {} },
  mappedAt: null,
  error: null,
  aside: [],
});

test('changes of a pack are kept beside those made before, and nothing else is asked for', () => {
  const draft = new MappingDraft(shown('hubspot/deals'));
  expect(draft.changed).toBe(false);
  const table = draft.tables[0];
  if (!table) throw new Error('no table');
  draft.set(table, 'amount', 'amount|amount_in_home_currency');
  expect(draft.changed).toBe(true);
  expect(draft.wish).toEqual({
    pack: null,
    own: null,
    overrides: { fields: { deal: { name: 'title', amount: 'amount|amount_in_home_currency' } } },
  });
  draft.set(table, 'amount', null);
  expect(draft.changed).toBe(false);
  draft.contract = { ...draft.contract, types: { id: ['string', 'number'] } };
  expect(draft.wish.overrides?.contract?.types).toEqual({ id: ['string', 'number'] });
});

test('a mapping is made from nothing, and what it does not read is told', () => {
  const draft = new MappingDraft(shown(null));
  expect(draft.whole).toBe(false);
  draft.addTable({
    id: 'deal',
    name: 'Deals',
    grain: '',
    key: ['deal_id'],
    kpis: [],
    streams: [],
    fields: [{ ...field('deal_id', null), kpis: [] }],
  });
  const table = draft.tables[0];
  if (!table) throw new Error('no table');
  draft.set(table, 'deal_id', 'props.note');
  draft.key = 'id, title';
  expect(draft.whole).toBe(true);
  expect(draft.wish.own).toMatchObject({
    key: ['id', 'title'],
    mappings: [{ table: 'deal', fields: { deal_id: 'props.note' } }],
  });
  expect(draft.unread(shown(null).fields)).toEqual(['id', 'title', 'amount']);
  expect(draft.readersOf('props.note')).toEqual(['deal.deal_id']);
});

test('a source is two inputs and back, and translated words stay', () => {
  const translated = { from: 'stage', as: 'lower' as const, values: { won: 'won' } };
  expect(textOf(translated)).toEqual({ text: 'stage', how: 'lower' });
  expect(sourceOf({ text: 'stage|phase', how: '' }, translated)).toEqual({
    from: 'stage|phase',
    values: { won: 'won' },
  });
  expect(sourceOf({ text: ' ', how: 'micros' }, null)).toBeNull();
  expect(sourceOf({ text: 'cost', how: 'micros' }, null)).toEqual({ from: 'cost', as: 'micros' });
  expect(sourceOf(textOf({ fixed: true }), null)).toEqual({ fixed: 'true' });
  expect(pathsOf('a | b.c')).toEqual(['a', 'b.c']);
  expect(pathsOf({ fixed: 'x' })).toEqual([]);
});
