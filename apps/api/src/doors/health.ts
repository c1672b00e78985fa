import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../instance.ts';
import { VERSION } from '../version.ts';
import type { App } from './app.ts';

const PATIENCE_MS = 6_000;

/** For those who watch the server: alive, able to answer (or why not), and which version. */
export function mountHealth(app: App, instance: Instance): void {
  app.get('/livez', (c) => c.text('ok'));
  app.get('/version', (c) => c.json({ name: 'openmops', version: VERSION }));
  app.get('/readyz', async (c) => {
    const answers = await Promise.allSettled([
      within(instance.records.health(), 'The record store'),
      within(instance.facts.health(), 'The fact store'),
    ]);
    const reasons: string[] = [];
    for (const answer of answers) {
      if (answer.status === 'fulfilled') continue;
      instance.log.error({ err: answer.reason }, 'not ready');
      reasons.push((answer.reason as Error).message);
    }
    return reasons.length === 0
      ? c.json({ ready: true })
      : c.json({ ready: false, reasons }, 503, { 'retry-after': '5' });
  });
}

/** Our own words go out; those of an engine stay in the log. */
async function within(answer: Promise<unknown>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `${what} has not answered for ${PATIENCE_MS / 1000} s.`;
    timer = setTimeout(() => reject(new MopsError('LIMIT', words)), PATIENCE_MS);
  });
  try {
    await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof MopsError) throw error;
    throw new MopsError('LIMIT', `${what} does not answer.`, null, { cause: String(error) });
  } finally {
    clearTimeout(timer);
  }
}
