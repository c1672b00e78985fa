import { setTimeout as sleep } from 'node:timers/promises';
import { MopsError } from '@openmops/domain/shared';
import { type StreamSchema, streamError } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import { isLive } from '../../live-runs.ts';
import type { StreamKind } from '../../stores/records/schema.ts';
import { endRun, findRun } from './runs.queries.ts';
import { holdStream, type Stream, setOpenRun } from './streams.queries.ts';

/** A process that says nothing for so long is dead; one that lives speaks every few seconds. */
const DEAD_AFTER_MS = 60_000;
export const BEAT_MS = 10_000;
/** For how long a push waits for the one before it. */
const PATIENCE_MS = 30_000;

/** Whether a run that has not ended belongs to a process that lives. */
export const isAlive = (instance: Instance, run: { id: string; beatAt: Date }): boolean =>
  isLive(instance, run, DEAD_AFTER_MS);

type Claim = {
  instance: Instance;
  workspaceId: string;
  source: string;
  kind: StreamKind;
  runId: string;
  schema: StreamSchema;
  /** Wait for the run that has it, instead of being refused. */
  wait: boolean;
};

/**
 * Takes a stream for a run: one run at a time writes to it. A run whose process has died loses it,
 * and what that run had not confirmed is never shown.
 *
 * @throws MopsError CONFLICT that names the run that has it; INVALID when no stream can have the name.
 */
export async function claimStream(claim: Claim): Promise<Stream> {
  mustBeName(claim.schema);
  const until = performance.now() + (claim.wait ? PATIENCE_MS : 0);
  for (let pause = 5; ; pause = Math.min(pause * 2, 500)) {
    const taken = await take(claim);
    if ('stream' in taken) return taken.stream;
    if (performance.now() + pause > until) throw taken.refusal;
    await sleep(pause);
  }
}

const LONGEST_NAME = 500;

/** Any name that can be shown, found again and stored: slashes, dots, spaces and emoji are fine. */
function mustBeName({ stream, line }: StreamSchema): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the stores take none in a name.
  const isShown = stream.trim() !== '' && !/[\u0000-\u001f\u007f]/.test(stream);
  if (isShown && stream.isWellFormed() && stream.length <= LONGEST_NAME) return;
  throw streamError(
    { reason: 'bad_message', line, stream: null, field: 'stream' },
    `names a stream that cannot be kept under its name: ${JSON.stringify(stream.slice(0, 60))}`,
    `A name has ${LONGEST_NAME} characters at most, none of which is a control character.`,
  );
}

async function take(claim: Claim): Promise<{ stream: Stream } | { refusal: MopsError }> {
  const { instance, workspaceId, runId } = claim;
  return instance.records.scoped(workspaceId).transaction(
    async (trx) => {
      const stream = await holdStream(trx, workspaceId, claim);
      const other = stream.openRun ? await findRun(trx, workspaceId, stream.openRun) : undefined;
      if (other && other.id !== runId) {
        if (isAlive(instance, { id: other.id, beatAt: other.beat_at }))
          return { refusal: taken(stream.name, other) };
        const at = new Date(instance.now());
        await endRun(trx, workspaceId, { id: other.id, state: 'stopped', error: DIED, at });
      }
      await setOpenRun(trx, workspaceId, { streamId: stream.id, runId });
      return { stream };
    },
    { quiet: true },
  );
}

export const DIED = 'The process ended before the source did.';

function taken(name: string, run: { id: string; source: string; started_at: Date }): MopsError {
  return new MopsError(
    'CONFLICT',
    `The stream ${name} is being written to by the run ${run.id} of ${run.source}, which began ${run.started_at.toISOString()}.`,
    'Wait until it has ended, or stop it. To keep both apart, give one another --source.',
  );
}
