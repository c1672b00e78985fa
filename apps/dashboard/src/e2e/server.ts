import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    server: { url: string; dataDir: string; claimLink: string; openLink: string };
    /** The data folder that a first start with the sample company has made, and nobody has used. */
    sampleFolder: string;
  }
}

/** The command line, also of a running server. */
export const MAIN = join(import.meta.dirname, '../../../api/src/main.ts');

export type StartedServer = {
  url: string;
  dataDir: string;
  claimLink: string;
  openLink: string;
  /** Ends it, and leaves its folder. */
  end(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the real server on a port and a folder of its own: an empty one, or a copy of `from`. */
export async function startServer(options: {
  demo: boolean;
  from?: string;
  env?: Record<string, string>;
}): Promise<StartedServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'openmops-journeys-'));
  // Thousands of small files: one after the other costs a fraction of what promises do.
  if (options.from) cpSync(options.from, dataDir, { recursive: true });
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [MAIN, 'serve', '--port', String(port), '--data-dir', dataDir],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, OPENMOPS_DEMO: options.demo ? '1' : '0', ...options.env },
    },
  );
  const links = await linksOf(child, options.demo);
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    ...links,
    end,
    async stop() {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One server with the sample company for all journeys. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The first start makes the stores and the sample company, which takes longer than all that follows.
  const first = await startServer({ demo: true });
  await first.end();
  const from = first.dataDir;
  const { url, dataDir, claimLink, openLink, stop } = await startServer({ demo: true, from });
  project.provide('server', { url, dataDir, claimLink, openLink });
  project.provide('sampleFolder', from);
  return async () => {
    await stop();
    await rm(from, { recursive: true, force: true });
  };
}

/** The links that the console prints, once they are there. */
function linksOf(
  child: ChildProcess,
  demo: boolean,
): Promise<{ claimLink: string; openLink: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (piece: Buffer) => {
      text += piece.toString();
      const claimLink = /\S+\/claim#token=\S+/.exec(text)?.[0];
      const openLink = demo ? /\S+\/open#token=\S+/.exec(text)?.[0] : '';
      if (claimLink && openLink !== undefined) resolve({ claimLink, openLink });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${text}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
