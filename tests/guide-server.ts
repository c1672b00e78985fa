import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { run } from '../apps/api/src/cli/run.ts';
import { localCall } from '../apps/api/src/doors/local-call.ts';
import { readEnv } from '../apps/api/src/env.ts';
import { openLog } from '../apps/api/src/log.ts';
import { startServer } from '../apps/api/src/server.ts';

/** A server on a folder of its own with an empty workspace `team`, beside which a guide is followed. */
export async function guideServer() {
  const folder = mkdtempSync(join(tmpdir(), 'openmops-guide-'));
  const dataDir = join(folder, 'data');
  const env = readEnv({
    OPENMOPS_DATA_DIR: dataDir,
    OPENMOPS_DEMO: '0',
    OPENMOPS_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const server = await startServer({ env, log: openLog(env), say: () => {} });
  const call = <T>(verb: string, input: unknown) =>
    localCall<T>(server.instance, { verb, input, workspace: null });
  await call('workspace.create', { slug: 'team' });
  /** What the examples of the guide name as $OPENMOPS and so on. */
  const values: Record<string, string> = { OPENMOPS: server.address };
  return {
    folder,
    values,
    call,
    /** The command line beside the server, as a person runs it. */
    async openmops(args: string[]) {
      const out: string[] = [];
      const say = (text: string) => void out.push(text);
      const exit = await run(['--data-dir', dataDir, ...args], { out: say, err: say });
      return { exit, out: out.join('\n') };
    },
    /** What a line of the guide prints in a shell. */
    async shell(line: string) {
      const env = { PATH: process.env.PATH, ...values };
      return (await promisify(execFile)('sh', ['-c', line], { env })).stdout;
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type GuideServer = Awaited<ReturnType<typeof guideServer>>;
