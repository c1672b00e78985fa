import type { SourceKind } from './find-source.ts';

/** What a session carries. Texts as the analytics tool reports them; empty and null stand for not set. */
export type Session = {
  source: string | null;
  medium: string | null;
  campaign?: string | null;
};

/**
 * A condition on one session, as data. Texts are compared in lower case and without blanks around.
 * `matches` is a regular expression over the whole lower-case text.
 */
export type Condition =
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }
  | { sourceKind: SourceKind }
  | { field: 'source' | 'medium' | 'campaign'; is: readonly string[] }
  | { field: 'source' | 'medium' | 'campaign'; contains: readonly string[] }
  | { field: 'source' | 'medium' | 'campaign'; startsWith: readonly string[] }
  | { field: 'source' | 'medium' | 'campaign'; endsWith: readonly string[] }
  | { field: 'source' | 'medium' | 'campaign'; matches: string; says?: string };

/** When a session belongs to a channel. */
export type ChannelRule = { id: string; channel: string; when: Condition };

/** Rules in order: the first that matches names the channel, else `otherwise`. */
export type ChannelGrouping = {
  /** Name and date: `ga4@2026-05`. */
  id: string;
  rules: readonly ChannelRule[];
  otherwise: string;
};

/** A team's own rules; they are asked before those of the grouping. */
export type CustomGroup = { id: string; rules: readonly ChannelRule[] };
