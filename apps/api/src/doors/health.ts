import type { Instance } from '../instance.ts';
import { VERSION } from '../version.ts';
import type { App } from './app.ts';

/** For those who watch the server: alive, able to answer, and which version. */
export function mountHealth(app: App, instance: Instance): void {
  app.get('/livez', (c) => c.text('ok'));
  app.get('/version', (c) => c.json({ name: 'openmops', version: VERSION }));
  app.get('/readyz', async (c) => {
    const checks = { records: instance.records.health(), facts: instance.facts.health() };
    const answers = await Promise.allSettled(Object.values(checks));
    const ready = answers.every((answer) => answer.status === 'fulfilled');
    for (const answer of answers) {
      if (answer.status === 'rejected') instance.log.error({ err: answer.reason }, 'not ready');
    }
    return c.json({ ready }, ready ? 200 : 503);
  });
}
