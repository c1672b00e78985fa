import { problemOfAnswer, RequestError } from '../../api.ts';
import type { ContentFile } from '../../api-content.ts';

/** Sends a file of an asset, a claim or an answer. */
export async function sendFile(file: File, slug: string): Promise<ContentFile> {
  const address = `/api/v1/files?workspace=${slug}&name=${encodeURIComponent(file.name)}`;
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new RequestError(problemOfAnswer(response.status, answer));
  return answer as ContentFile;
}

export const filePath = (slug: string, id: string): string =>
  `/api/v1/files/${id}?workspace=${slug}`;
