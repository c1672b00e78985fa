import type { Env } from '../env.ts';
import { openLog } from '../log.ts';
import type { HostCommand } from './command.ts';

/** Runs until it is told to stop, so it answers only then. */
export const serve: HostCommand = {
  name: 'serve',
  usage: '[--port 4600] [--host 127.0.0.1]',
  summary: 'Serves the dashboard, the API and the widgets.',
  options: { port: { type: 'string' }, host: { type: 'string' } },
  async host({ values, env, json }) {
    const { startServer } = await import('../server.ts');
    const server = await startServer({
      env: withOptions(env, values),
      log: openLog(env),
      say: (line) => process[json ? 'stderr' : 'stdout'].write(`${line}\n`),
    });
    await stopSignal();
    await server.stop();
    return { json: { stopped: true }, text: () => 'OpenMOps has stopped.' };
  },
};

function withOptions(env: Env, values: Record<string, unknown>): Env {
  const port = values.port === undefined ? env.port : Number(values.port);
  const host = typeof values.host === 'string' ? values.host : env.host;
  return { ...env, port, host };
}

/** A second signal means now. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
