import { afterAll, beforeAll, describe } from 'vitest';
import { testFacts } from './test-facts.ts';
import { factStoreSuite } from './test-suite.ts';

describe('the fact store in this process', () => {
  let opened: Awaited<ReturnType<typeof testFacts>>;
  beforeAll(async () => {
    opened = await testFacts();
  });
  afterAll(() => opened.close());
  factStoreSuite(() => opened.facts);
});
