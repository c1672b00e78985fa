import type { KpiAnswer } from '@openmops/domain/kpi';
import type { KpiDefinition } from '../shared/answer.ts';
import { pathOf, type Query, type Settings } from './query.ts';
import { type Refusal, refusal, request } from './request.ts';
import { TokenHolder } from './token.ts';

type Waiting = {
  query: Query;
  resolve: (answer: KpiAnswer) => void;
  reject: (reason: unknown) => void;
};

/**
 * The requests of one provider, or of one widget without a provider. Questions asked in the same
 * moment over the same range become one request; the same question is asked once.
 */
export class Client {
  readonly #server: string;
  readonly #tokens: TokenHolder;
  readonly #end = new AbortController();
  #groups = new Map<string, Waiting[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: Settings) {
    this.#server = serverOf(settings.server);
    this.#tokens = new TokenHolder(settings, this.#end.signal);
  }

  /** Answers a question; rejects with a Refusal. */
  read(query: Query): Promise<KpiAnswer> {
    // Rows of a breakdown are cut and ordered by its own KPI: those stay questions of their own.
    const key = pathOf({ ...query, kpis: query.by.length > 0 ? query.kpis : [] });
    this.#timer ??= setTimeout(() => this.#flush());
    return new Promise((resolve, reject) => {
      this.#groups.set(key, [...(this.#groups.get(key) ?? []), { query, resolve, reject }]);
    });
  }

  /** The words behind a KPI. */
  define(kpi: string): Promise<KpiDefinition> {
    return this.#get(`/api/v1/kpis/${encodeURIComponent(kpi)}`) as Promise<KpiDefinition>;
  }

  /** Ends every request and timer. */
  close(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #flush(): void {
    const groups = this.#groups;
    this.#groups = new Map();
    this.#timer = undefined;
    groups.forEach((group) => void this.#askTogether(group));
  }

  async #askTogether(group: Waiting[]): Promise<void> {
    const kpis = [...new Set(group.flatMap((each) => each.query.kpis))];
    try {
      const answer = (await this.#get(pathOf({ ...group[0]?.query, kpis } as Query))) as KpiAnswer;
      for (const each of group) each.resolve(answer);
    } catch (error) {
      // One KPI that is not shared, or does not exist, must not take the others with it.
      if (kpis.length > 1 && group.length > 1 && !(error as Refusal).passing) {
        for (const each of group) void this.#askTogether([each]);
      } else {
        for (const each of group) each.reject(error);
      }
    }
  }

  async #get(path: string): Promise<unknown> {
    const { signal } = this.#end;
    const url = this.#server + path;
    const token = await this.#tokens.get();
    try {
      return await request(url, { token, signal });
    } catch (error) {
      if ((error as Refusal).status !== 'expired' || !this.#tokens.renewable) throw error;
      return request(url, { token: await this.#tokens.renew(), signal });
    }
  }
}

function serverOf(server: unknown): string {
  if (server && URL.canParse(String(server), document.baseURI)) {
    const { origin, pathname } = new URL(String(server), document.baseURI);
    if (origin.startsWith('http')) return origin + pathname.replace(/\/+$/, '');
  }
  throw refusal('INVALID', 'Set “server”.', { passing: false });
}
