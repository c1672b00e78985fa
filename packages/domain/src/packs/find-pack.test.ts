import { describe, expect, it } from 'vitest';
import { fieldsOfRecord, fieldsOfSchema } from './field-names.ts';
import { findPack } from './find-pack.ts';
import { parseRecord } from './parse-record.ts';
import { compilePath } from './read-path.ts';
import { packOf, streamOf } from './testing.ts';

const fields = { contact_id: 'id', email: 'properties.email|email' };
const mappings = [{ table: 'contact' as const, fields }];
const hub = packOf('hub', [
  streamOf({ names: ['contacts'], marks: ['properties.email|property_email'], mappings }),
]);
const crm = packOf('crm', [
  streamOf({ names: ['Contact', 'contacts'], marks: ['LastModified'], mappings }),
]);

describe('findPack', () => {
  it('goes by name and marks', () => {
    const find = (stream: string, names: string[], source?: string) =>
      findPack([hub, crm], { stream, fields: names, source: source ?? null })?.pack.id ?? null;
    expect(find('Contacts', ['id', 'properties.email'])).toBe('hub');
    expect(find('con-tacts', ['id', 'property_email'])).toBe('hub');
    expect(find('crm_contact', ['id', 'lastmodified'])).toBe('crm');
    expect(find('public.contacts', ['id', 'lastmodified'])).toBe('crm');
    expect(find('contacts', ['id'])).toBeNull();
    expect(find('deals', ['id', 'lastmodified'])).toBeNull();
  });

  it('gives nothing when two fit alike, unless one is named', () => {
    const twin = packOf('twin', hub.streams);
    const of = { stream: 'contacts', fields: ['properties.email'] };
    expect(findPack([hub, twin], of)).toBeNull();
    expect(findPack([hub, twin], { ...of, source: 'twin' })?.pack.id).toBe('twin');
  });

  it('prefers the stream of which more fields are there', () => {
    const both = {
      stream: 'contacts',
      fields: ['id', 'properties.email', 'LastModified', 'extra', 'more'],
    };
    const wide = packOf('wide', [
      streamOf({
        names: ['contacts'],
        mappings: [{ table: 'contact', fields: { ...fields, title: 'extra', phone: 'more' } }],
      }),
    ]);
    expect(findPack([hub, wide], both)?.pack.id).toBe('wide');
  });
});

describe('fields', () => {
  it('of a record and of its schema are named alike', () => {
    const schema = {
      properties: {
        id: { type: 'integer' },
        lines: { type: 'array', items: { properties: { sku: {} } } },
        deal: { anyOf: [{ type: 'null' }, { properties: { amount: {} } }] },
      },
    };
    const named = ['id', 'lines', 'lines.0', 'lines.0.sku', 'deal', 'deal.amount'];
    expect(fieldsOfSchema(schema)).toEqual(named);
    expect(fieldsOfRecord({ id: 1, lines: [{ sku: 'a' }], deal: { amount: 1 } })).toEqual(named);
  });
});

describe('paths', () => {
  it.each([
    ['a.b', { 'a.b': 1, a: { b: 2 } }, 1],
    ['a.b', { a: { b: 2 } }, 2],
    ['a.hs.score', { a: { 'hs.score': 3 } }, 3],
    ['a.hs.score', { 'a.hs': { score: 4 } }, 4],
    ['x|y', { x: null, y: 5 }, 5],
    ['x|y', { x: '', y: false }, false],
    ['l[1].v', { l: [{ v: 1 }, { v: 6 }] }, 6],
    ['l.0', { l: ['z'] }, 'z'],
    ['constructor', {}, undefined],
    ['a.toString', { a: {} }, undefined],
    ['a.b.c', { a: 'text' }, undefined],
  ])('%s', (path, record, wanted) => {
    expect(compilePath(path)(record)).toBe(wanted);
  });
});

describe('parseRecord', () => {
  it('keeps every digit of long identifiers', () => {
    expect(parseRecord('{"a":[9007199254740993],"b":12.345678901234567,"c":1}')).toEqual({
      a: [9_007_199_254_740_993n],
      b: 12.345678901234567,
      c: 1,
    });
    expect(() => parseRecord('{"a":')).toThrow(SyntaxError);
  });
});
