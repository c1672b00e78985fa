// Writes docs/model.md. A test says when it is behind.
import { writeFileSync } from 'node:fs';
import { MODEL_DOCS, modelDocs } from './model-docs.ts';

writeFileSync(MODEL_DOCS, modelDocs());
