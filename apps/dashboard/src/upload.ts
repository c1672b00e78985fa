import { problemOfAnswer, RequestError } from './api.ts';

export type Upload = { upload: string; bytes: number };

/** Sends a file to the server; `onProgress` gets the share sent so far (0..1). */
export function uploadFile(
  file: File,
  slug: string,
  onProgress: (share: number) => void,
): Promise<Upload> {
  return new Promise((resolve, reject) => {
    // fetch cannot tell how much of a body was sent; this can.
    const request = new XMLHttpRequest();
    request.open('POST', `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('x-openmops-workspace', slug);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () =>
      reject(
        new RequestError({
          code: 'OFFLINE',
          message: `${file.name} could not be sent.`,
          hint: 'Check your connection and try again.',
          requestId: null,
        }),
      ),
    );
    request.addEventListener('load', () => {
      const answer = parse(request.responseText);
      if (request.status < 300 && isUpload(answer)) resolve(answer);
      else reject(new RequestError(problemOfAnswer(request.status, answer)));
    });
    request.send(file);
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const isUpload = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && 'upload' in value && 'bytes' in value;
