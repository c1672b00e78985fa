import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { readEnv } from '../env.ts';
import { loadDemo } from '../features/demo/load-demo.ts';
import { openInstance } from '../instance.ts';
import { openLog } from '../log.ts';
import { makeRecords } from './test-records.ts';

/** A data folder with the demo company; whoever asks first loads it, once per run: for `testInstance`, which copies it. */
export async function loadedDemo(): Promise<string> {
  const folder = join(inject('runFolder'), 'demo');
  while (!existsSync(folder)) {
    const first = await mkdir(`${folder}.lock`).then(
      () => true,
      () => false,
    );
    if (!first) await sleep(200);
    else await load(folder).finally(() => rm(`${folder}.lock`, { recursive: true }));
  }
  return folder;
}

/** It is there as a whole or not at all. */
async function load(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await makeRecords(draft);
  const env = readEnv({ LOG_LEVEL: 'silent', OPENMOPS_DATA_DIR: draft });
  const instance = await openInstance({ env, log: openLog(env) });
  try {
    await loadDemo(instance);
  } finally {
    await instance.close();
  }
  await rename(draft, folder);
}
