import type { StreamInfo } from '../../api-streams.ts';

/** How the rows of a stream come here. */
export const KIND_WORDS: Record<StreamInfo['kind'], string> = {
  singer: 'Singer connector',
  airbyte: 'Airbyte connector',
  push: 'Pushed',
  webhook: 'Webhook',
  pull: 'Connection',
};

export const RUN_WORDS = {
  running: { tone: 'accent', label: 'Running' },
  done: { tone: 'good', label: 'Done' },
  failed: { tone: 'bad', label: 'Failed' },
  stopped: { tone: 'warn', label: 'Stopped' },
} as const;

/** The code of a reason, as a heading. */
export function reasonWords(code: string): string {
  const words: Record<string, string> = {
    required: 'Something is missing',
    type: 'Another type than agreed',
    value: 'A value that is not agreed',
  };
  return words[code] ?? 'Cannot be read';
}

/** A key as people read it: the parts without the brackets of JSON. */
export function keyText(key: string): string {
  if (key === '') return 'without a key';
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts.map(String).join(' · ') : String(parts);
  } catch {
    return key;
  }
}
