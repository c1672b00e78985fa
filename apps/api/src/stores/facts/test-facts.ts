import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFacts } from './open.ts';
import type { FactStore } from './port.ts';

/**
 * A fact store in a folder of its own, for tests. One process holds one chDB folder at a time, so
 * open one per test file, and give every test its own workspace.
 */
export async function testFacts(): Promise<{
  facts: FactStore;
  folder: string;
  close: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'openmops-facts-'));
  const facts = await openFacts({ folder });
  return {
    facts,
    folder,
    async close() {
      await facts.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
