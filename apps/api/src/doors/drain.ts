import type { Server } from 'node:http';

const GRACE_MS = 1_500;

/**
 * Stops taking requests and lets those in flight finish. Idle connections are closed again and
 * again, since a kept-alive one would hold the server open; what still runs after the grace is cut.
 */
export async function drain(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
