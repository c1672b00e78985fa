import { TRPCClientError } from '@trpc/client';
import { type Problem, problemOf } from '../../api.ts';
import type {
  BudgetsApi,
  Line,
  LineEditInput,
  LinesChanged,
  LineWords,
  NewLineInput,
  PlanLine,
} from '../../api-budgets.ts';
import { sumOf } from './money-words.ts';

/** What somebody asked for: of lines by their id, without the version, which is read when it is sent. */
export type LinesChange = {
  /** In words, for the message when it is done. */
  said: string;
  edit?: Map<string, { set?: Partial<LineWords>; months?: Record<string, number> }>;
  add?: NewLineInput[];
  remove?: string[];
  reason: string;
};
export type StaleCell = {
  line: string;
  name: string;
  cell: string;
  label: string;
  was: string | null;
  now: string | null;
};
/** What was refused, kept so that it can be sent again. */
export type Kept = {
  problem: Problem;
  stale: { by: string; at: string; cells: StaleCell[] } | null;
  changes: LinesChange[];
};

type Asked = {
  api: () => BudgetsApi['plans'];
  plan: string;
  scenario: string;
  /** After every change that was kept, with what takes it back. */
  done: (change: LinesChange | null, changeSet: string) => void;
};

/**
 * Lines of a scenario while somebody works on them. A change shows at once and is sent after those
 * before it; one that is refused is taken off the screen and kept, with what was typed.
 */
export class PlanLines {
  lines = $state.raw<readonly PlanLine[]>([]);
  kept = $state.raw<Kept | null>(null);
  /** How many changes are on their way. */
  sending = $state(0);
  readonly #asked: Asked;
  readonly #places = new Map<string, number>();
  #sets: string[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(asked: Asked, lines: readonly PlanLine[]) {
    this.#asked = asked;
    this.#show(lines);
  }

  line(id: string): PlanLine | undefined {
    return this.lines[this.#places.get(id) ?? -1];
  }

  get canUndo(): boolean {
    return this.#sets.length > 0;
  }

  /** Shows a change and sends it in its turn. */
  change(change: LinesChange): Promise<void> {
    this.#show(this.lines, change);
    return this.#inTurn(() => this.#send(change));
  }

  /** Takes the newest own change back. */
  undo(changeSet = this.#sets.at(-1)): Promise<void> {
    if (changeSet === undefined) return Promise.resolve();
    this.#sets = this.#sets.filter((one) => one !== changeSet);
    return this.#inTurn(async () => {
      const done = await this.#asked.api().undo.mutate({ changeSet });
      this.#merge(done);
      this.#asked.done(null, done.changeSet);
    });
  }

  /** What was refused: sent again on what is there now, or let go. */
  async settle(how: 'again' | 'drop', reason?: string): Promise<void> {
    const changes = this.kept?.changes ?? [];
    this.kept = null;
    await this.reload();
    if (how === 'again')
      for (const change of changes)
        await this.change(reason === undefined ? change : { ...change, reason });
  }

  async reload(): Promise<void> {
    const { plan: id, scenario, api } = this.#asked;
    const { lines } = await api().lines.query({ id, scenario });
    this.#show(lines);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.sending += 1;
    const turn = this.#last.then(async () => {
      try {
        await work();
      } catch (error) {
        this.kept ??= { problem: problemOf(error), stale: staleIn(error), changes: [] };
        await this.reload().catch(() => {});
      } finally {
        this.sending -= 1;
      }
    });
    this.#last = turn;
    return turn;
  }

  async #send(change: LinesChange): Promise<void> {
    if (this.kept) {
      // What follows a refused change waits with it.
      this.kept = { ...this.kept, changes: [...this.kept.changes, change] };
      return;
    }
    const { plan: id, scenario, api } = this.#asked;
    const edit = [...(change.edit ?? [])].flatMap(
      ([line, { set = {}, months = {} }]): LineEditInput[] => {
        const version = this.line(line)?.version;
        return version === undefined ? [] : [{ id: line, version, set, months }];
      },
    );
    const remove = (change.remove ?? []).flatMap((line) => {
      const version = this.line(line)?.version;
      return version === undefined ? [] : [{ id: line, version }];
    });
    const { add = [], reason } = change;
    try {
      const done = await api().change.mutate({ id, scenario, edit, add, remove, reason });
      this.#merge(done);
      this.#sets = [...this.#sets, done.changeSet];
      this.#asked.done(change, done.changeSet);
    } catch (error) {
      this.kept = { problem: problemOf(error), stale: staleIn(error), changes: [change] };
      throw error;
    }
  }

  /** Lines as the server keeps them now. */
  #merge({ lines, removed }: LinesChanged): void {
    const gone = new Set(removed);
    const next = this.lines.filter(({ id }) => !gone.has(id));
    const places = new Map(next.map(({ id }, at) => [id, at]));
    for (const line of lines) {
      const at = places.get(line.id);
      if (at === undefined) next.push(fresh(line));
      else next[at] = { ...(next[at] ?? fresh(line)), ...line };
    }
    if (lines.length !== this.lines.length) next.sort((a, b) => a.position - b.position);
    this.#show(next);
  }

  #show(lines: readonly PlanLine[], change?: LinesChange): void {
    let next = lines;
    if (change?.edit?.size) {
      const edited = [...lines];
      for (const [id, { set, months }] of change.edit) {
        const at = this.#places.get(id);
        const line = at === undefined ? undefined : edited[at];
        if (at !== undefined && line) edited[at] = withEdit(line, { set, months });
      }
      next = edited;
    }
    if (change?.remove?.length) {
      const gone = new Set(change.remove);
      next = next.filter(({ id }) => !gone.has(id));
    }
    // An edit of cells leaves every line in its place.
    if (next.length !== this.lines.length || !change) {
      this.#places.clear();
      next.forEach(({ id }, at) => {
        this.#places.set(id, at);
      });
    }
    this.lines = next;
  }
}

const fresh = (line: Line): PlanLine => ({
  ...line,
  invoiced: null,
  platform: null,
  committed: 0,
  remaining: line.total,
  allocations: [],
});

type Edit = { set?: Partial<LineWords> | undefined; months?: Record<string, number> | undefined };

function withEdit(line: PlanLine, { set = {}, months: changed = {} }: Edit): PlanLine {
  const months = [...line.months];
  for (const [place, value] of Object.entries(changed)) months[Number(place)] = value;
  return { ...line, ...set, months, total: sumOf(months) };
}

function staleIn(error: unknown): Kept['stale'] {
  if (!(error instanceof TRPCClientError)) return null;
  const { detail } = (error.data ?? {}) as {
    detail?: { by?: string; at?: string; cells?: StaleCell[] };
  };
  if (!detail?.by || !detail.at) return null;
  return { by: detail.by, at: detail.at, cells: detail.cells ?? [] };
}
