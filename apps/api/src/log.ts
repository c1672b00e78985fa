import { type Logger, pino } from 'pino';
import type { Env } from './env.ts';

export type Log = Logger;

/** JSON lines on stderr; stdout belongs to the answers of the command line. */
export function openLog(env: Pick<Env, 'logLevel'>): Log {
  return pino(
    {
      level: env.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['*.password', '*.token', '*.secret', '*.key', '*.authorization', '*.cookie'],
        censor: '(withheld)',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
