import type { TestInstance } from './test-instance.ts';

/** Posts JSON to an instance, as a browser does. */
export function postJson(
  { app }: TestInstance,
  path: string,
  { body, headers = {} }: { body: unknown; headers?: Record<string, string> },
) {
  return app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** The first cookie that an answer sets, as the next request sends it. */
export function cookieFrom(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
