import { problemOfAnswer, RequestError } from '../../api.ts';

/** Sends a file of invoices or orders to its import; `dryRun` reads it and books nothing. */
export async function sendMoneyFile<T>(
  file: File,
  to: { kind: 'expenses' | 'commitments'; slug: string; dryRun?: boolean },
): Promise<T> {
  const query = new URLSearchParams({ workspace: to.slug, name: file.name });
  if (to.dryRun) query.set('dryRun', '1');
  const response = await fetch(`/api/v1/${to.kind}/imports?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new RequestError(problemOfAnswer(response.status, answer));
  return answer as T;
}
