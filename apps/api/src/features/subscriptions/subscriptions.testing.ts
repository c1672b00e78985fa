import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Workspace } from '@openmops/domain/workspace';
import type { TestInstance } from '../../testing/test-instance.ts';
import { EVENT_NAMES, type Happened } from './events.schema.ts';
import { subscribe } from './subscribe.ts';

export type Received = { headers: Record<string, string>; body: string; path: string };
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** An address on this machine that takes what is sent to it, and answers as it is told. */
export async function openReceiver() {
  const received: Received[] = [];
  const waiting: Answer[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const body = Buffer.concat(parts).toString();
      received.push({ headers, body, path: request.url ?? '' });
      const answer = waiting.shift();
      if (answer) answer(response, request);
      else response.end('thanks');
    });
  });
  server.on('connection', () => void connections++);
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `http://127.0.0.1:${port}/hook`,
    received,
    connections: () => connections,
    /** What the next request is answered with. */
    next(answer: number | Answer, headers: Record<string, string> = {}) {
      waiting.push(
        typeof answer === 'number'
          ? (response) => response.writeHead(answer, headers).end('no')
          : answer,
      );
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;

/** Subscribes to everything of a workspace; what it gives says what was put down since. */
export async function listenTo(instance: TestInstance, workspace: Workspace) {
  const scope = instance.scope({ kind: 'local' }, workspace);
  await subscribe.call(scope, { address: 'https://example.com/', events: [...EVENT_NAMES] });
  return async () => {
    const rows = await instance.records.system.db
      .selectFrom('subscription_deliveries')
      .select('body')
      .where('workspace_id', '=', workspace.id)
      .orderBy('seq')
      .execute();
    return rows.map(({ body }) => JSON.parse(body) as Happened);
  };
}
