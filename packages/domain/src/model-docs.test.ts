import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MODEL_DOCS, modelDocs } from '../scripts/model-docs.ts';

it('docs/model.md says what the model and the packs are: otherwise run `pnpm gen`', () => {
  expect(readFileSync(MODEL_DOCS, 'utf8')).toBe(modelDocs());
});
