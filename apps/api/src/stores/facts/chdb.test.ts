import { afterAll, beforeAll, describe } from 'vitest';
import { factStoreSuite } from './store-suite.ts';
import { testFacts } from './test-facts.ts';

describe('the fact store in this process', () => {
  let opened: Awaited<ReturnType<typeof testFacts>>;
  beforeAll(async () => {
    opened = await testFacts();
  });
  afterAll(() => opened.close());
  factStoreSuite(() => opened.facts);
});
