import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { MopsError } from '@openmops/domain/shared';
import { createApp } from './doors/app.ts';
import { drain } from './doors/drain.ts';
import { describeEnv, type Env } from './env.ts';
import { demoToken } from './features/demo/demo-link.ts';
import { loadDemo } from './features/demo/load-demo.ts';
import { resumeImports } from './features/imports/resume-imports.ts';
import { claimToken } from './features/session/claim-token.ts';
import { recoverRuns } from './features/streams/recover-runs.ts';
import { startDelivering, stopDelivering } from './features/subscriptions/deliver.ts';
import { drainAll, stopDraining } from './features/webhooks/drain-inbox.ts';
import { type Instance, openInstance } from './instance.ts';
import { JOB_KINDS } from './jobs/kinds.ts';
import { startJobs } from './jobs/start-jobs.ts';
import type { Log } from './log.ts';

const STOP_RESUMING_MS = 500;
const STOP_DRAINING_MS = 1_500;

export type Running = { instance: Instance; address: string; stop(): Promise<void> };

/** Opens the stores, loads the sample into an empty folder, and answers requests. */
export async function startServer(options: {
  env: Env;
  log: Log;
  say: (line: string) => void;
}): Promise<Running> {
  const { env, log, say } = options;
  log.debug({ settings: describeEnv(env) }, 'starting');
  const instance = await openInstance({ env, log });
  try {
    if (env.demo) {
      say('Opening the stores and the sample company …');
      await loadDemo(instance);
    }
    const claim = await claimToken(instance);
    // Nobody but the person at this machine can take an instance that has no owner.
    const host = claim === null ? env.host : '127.0.0.1';
    const server = await listen(instance, host);
    const address = addressOf(server, host);
    instance.announce(address);
    for (const line of await banner({ instance, address, claim, host })) say(line);
    // What a killed process left half done goes on behind the open doors.
    const resuming = resumeAll(instance).catch((error) => log.error({ err: error }, 'resuming'));
    drainAll(instance).catch((error) => log.error({ err: error }, 'webhooks'));
    await startDelivering(instance);
    const jobs = startJobs({ instance, kinds: JOB_KINDS });
    const stop = async () => {
      const stopping = jobs.stop();
      await drain(server);
      await stopping;
      // It goes on at the next start, from its last confirmed chunk.
      await Promise.race([resuming, sleep(STOP_RESUMING_MS, null, { ref: false })]);
      await Promise.race([stopDraining(instance), sleep(STOP_DRAINING_MS, null, { ref: false })]);
      await Promise.race([stopDelivering(instance), sleep(STOP_DRAINING_MS, null, { ref: false })]);
      await instance.close();
    };
    return { instance, address, stop };
  } catch (error) {
    await instance.close();
    throw error;
  }
}

/** Imports and runs first: what they bring to light is then mapped. */
async function resumeAll(instance: Instance): Promise<void> {
  await Promise.all([resumeImports(instance), recoverRuns(instance)]);
  const { resumeMappings } = await import('./features/mappings/map-streams.ts');
  await resumeMappings(instance);
  // What fell silent while nobody ran is told at once, not at the next look.
  const { watchAll } = await import('./features/health/watch-workspace.ts');
  await watchAll(instance);
}

async function listen(instance: Instance, host: string): Promise<Server> {
  const { env } = instance;
  const server = createAdaptorServer({
    fetch: createApp(instance).fetch,
    // How often the time limits below are looked at.
    serverOptions: { connectionsCheckingInterval: 5_000 },
  }) as Server;
  server.headersTimeout = 10_000;
  // Uploads take as long as they take; other bodies have a time limit of their own.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, env)));
    server.listen(env.port, host, resolve);
  });
  return server;
}

function addressOf(server: Server, host: string): string {
  const bound = server.address();
  const port = bound && typeof bound === 'object' ? bound.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function banner(parts: {
  instance: Instance;
  address: string;
  claim: string | null;
  host: string;
}): Promise<string[]> {
  const { instance, address, claim, host } = parts;
  const shown = instance.address();
  const lines = ['', `OpenMOps is ready at ${shown}`];
  const demo = await demoToken(instance);
  if (demo) {
    lines.push('', 'Look around with sample data (the link works once, for a day):');
    lines.push(`  ${shown}/open#token=${demo}`);
  }
  if (claim) {
    lines.push('', 'Make it yours (the link works once, for an hour):');
    lines.push(`  ${shown}/claim#token=${claim}`);
    if (host !== instance.env.host) {
      lines.push(`Until then only this machine is answered, at ${address}; restart it afterwards.`);
    }
  }
  return [...lines, ''];
}

function cannotListen(error: NodeJS.ErrnoException, env: Env): MopsError {
  const taken = error.code === 'EADDRINUSE';
  return new MopsError(
    'PRECONDITION',
    taken
      ? `Port ${env.port} is in use by another program.`
      : `The server cannot listen on ${env.host}:${env.port}: ${error.message}`,
    taken ? 'Stop it, or choose another port: OPENMOPS_PORT=4601.' : 'Correct OPENMOPS_HOST.',
  );
}
