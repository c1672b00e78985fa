import { setImmediate as nextTurn } from 'node:timers/promises';

const TURN_MS = 3;
/** However many ask, so long a piece of work waits for them at most. */
const WAIT_MS = 20;

let answering = 0;
const waiting = new Set<() => void>();

/** Answers a question; long work waits meanwhile, so that people do not wait for it. */
export async function answerFirst<T>(work: () => Promise<T>): Promise<T> {
  answering++;
  try {
    return await work();
  } finally {
    answering--;
    if (answering === 0) for (const go of waiting) go();
  }
}

/**
 * For long work in the thread that answers: to be called again and again, it gives something to wait for
 * whenever others should have their turn.
 * @example const due = breathe(); if (due) await due;
 */
export function breather(): () => Promise<void> | null {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN_MS) return null;
    return nextTurn()
      .then(() => (answering > 0 ? untilAnswered() : undefined))
      .then(() => {
        since = performance.now();
      });
  };
}

function untilAnswered(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, WAIT_MS);
    waiting.add(go);
  });
}
