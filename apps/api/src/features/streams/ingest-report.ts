import type { Issue } from '@openmops/domain/shared';
import type { StreamKind } from '../../stores/records/schema.ts';

/** What a run took and what it found. */
export type IngestReport = {
  run: string;
  source: string;
  kind: StreamKind;
  /** `failed`: something was set aside, the source failed, or the run broke off. */
  state: 'done' | 'failed';
  /** Why it broke off. */
  error: string | null;
  /** Durable and visible. */
  rows: number;
  rejected: number;
  /** States given back. */
  states: number;
  streams: {
    id: string;
    stream: string;
    mode: 'append' | 'upsert' | 'replace';
    rows: number;
    deleted: number;
    rejected: number;
  }[];
  /** The first hundred. */
  issues: Issue[];
  issueCounts: Record<string, number>;
};
