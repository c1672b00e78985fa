import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { ROUTES } from '../routes.ts';
import { openApi } from './openapi.ts';

type Operation = {
  operationId?: string;
  summary?: string;
  responses: Record<string, { description?: string }>;
};
const document = openApi(ROUTES, 'https://mops.example.com') as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};

it('is a valid OpenAPI 3.1 document', async () => {
  // The validator resolves references in place.
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBe(undefined);
  expect(valid).toBe(true);
  expect(document.openapi).toMatch(/^3\.1\./);
});

it('has every address of the REST, each with a name of its own and its answers', () => {
  for (const { method, path } of ROUTES) expect(document.paths[path]?.[method]).toBeDefined();
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ at: `${method} ${path}`, ...one })),
  );
  const names = operations.map((one) => one.operationId);
  expect(names.filter((name, at) => !name || names.indexOf(name) !== at)).toEqual([]);
  for (const { at, summary, responses } of operations) {
    expect([at, summary]).toEqual([at, expect.stringMatching(/\w/)]);
    expect([at, Object.keys(responses).some((status) => /^[23]/.test(status))]).toEqual([at, true]);
  }
});

it('names each part of a path as a parameter', () => {
  for (const { path, params } of ROUTES) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([path, Object.keys(params?.shape ?? {})]).toEqual([path, named]);
  }
});
