/**
 * What is found out of the model's rows: who is who, what may be there twice, who came into which
 * stage. It can be made again from them at any time.
 */
export type ResolvedKind =
  /** Record, address or cookie → its person or company. */
  | 'node'
  | 'person'
  | 'company'
  /** Records that may be there twice. */
  | 'proposal'
  /** A way through the stages. */
  | 'track';

/** One run of the resolving: a newer one takes the place of the one before in one step. */
export type ResolvedPlace = { workspaceId: string; generation: number };

export type ResolvedRow = {
  kind: ResolvedKind;
  id: string;
  /** To what it belongs: the person of a node, the company of a person. */
  owner: string;
  /** What it is found by, in lower case. */
  search: string;
  /** Lower comes first. */
  rank: number;
  /** As JSON text, so that whoever finds it out pays for that, and not the thread that answers. */
  body: string;
};

export type ResolvedQuestion = ResolvedPlace & {
  kind: ResolvedKind;
  ids?: readonly string[];
  owners?: readonly string[];
  /** Part of what it is found by. */
  search?: string;
};

export interface ResolvedStore {
  /** The same rows again change nothing. */
  put(at: ResolvedPlace, rows: readonly ResolvedRow[]): Promise<void>;
  /** By rank, then id. */
  find(
    question: ResolvedQuestion,
    page: { offset: number; limit: number },
  ): Promise<{ id: string; owner: string; body: unknown }[]>;
  /** All bodies, page by page, in order of id. */
  read(question: ResolvedPlace & { kind: ResolvedKind }): AsyncIterable<unknown[]>;
  count(question: ResolvedQuestion): Promise<number>;
  /** Forgets all runs but one; null: all of them. */
  drop(workspaceId: string, keep: number | null): Promise<void>;
}
