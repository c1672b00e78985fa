import { setImmediate as nextTurn } from 'node:timers/promises';

const TURN_MS = 4;

/**
 * For long work in the thread that answers: to be called again and again, it gives something to wait for
 * whenever others should have their turn.
 * @example const due = breathe(); if (due) await due;
 */
export function breather(): () => Promise<void> | null {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN_MS) return null;
    return nextTurn().then(() => {
      since = performance.now();
    });
  };
}
