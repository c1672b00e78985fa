import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../instance.ts';
import { WORKSPACE_HEADER } from './caller.ts';
import { toPublicError } from './errors.ts';
import { localCall } from './local-call.ts';

/**
 * Messages of the command line, both ways at once: while the body arrives, each state goes back as
 * a line as soon as its rows are durable; the last line is the report or the error.
 */
export function localIngest(instance: Instance, request: Request): Response {
  const { searchParams } = new URL(request.url);
  if (!request.body) throw new MopsError('INVALID', 'The request has no body.', null);
  const lines = new TransformStream<Uint8Array, Uint8Array>();
  const out = lines.writable.getWriter();
  const encoder = new TextEncoder();
  const say = (line: unknown) => out.write(encoder.encode(`${JSON.stringify(line)}\n`));
  const input = {
    format: searchParams.get('format'),
    source: searchParams.get('source') ?? undefined,
    hardDelete: searchParams.get('hardDelete') === '1',
    firstLine: Number(searchParams.get('firstLine') ?? 1),
    folder: searchParams.get('folder'),
    body: request.body,
    onState: (state: string) => say({ state }),
  };
  const workspace = request.headers.get(WORKSPACE_HEADER);
  localCall(instance, { verb: 'streams.ingest', input, workspace })
    .then(
      (result) => say({ result }),
      (error) => {
        instance.log.error({ err: error }, 'an ingest has failed');
        return say({ error: toPublicError(error, null) });
      },
    )
    .then(() => out.close())
    // Nobody listens any more; what was given back before is durable.
    .catch(() => {});
  return new Response(lines.readable, { headers: { 'content-type': 'application/x-ndjson' } });
}
