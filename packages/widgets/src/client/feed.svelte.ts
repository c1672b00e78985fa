import type { KpiAnswer } from '@openmops/domain/kpi';
import { untrack } from 'svelte';
import type { KpiDefinition, Status } from '../shared/answer.ts';
import { answerFrom } from './answer-from.ts';
import { Client } from './client.ts';
import { baseOf, listOf, numberOf, parsed, type Query, type Settings } from './query.ts';
import { type Refusal, refusal } from './request.ts';

/** What an element is told, beside the settings: every attribute and property by its name. */
export type Own = Settings & Record<string, unknown>;

/** `<mops-provider>` as its widgets see it. */
export type Provider = HTMLElement & { settings: Settings; client: Client };

const MAX_WAIT_S = 60;
const LEAST_REFRESH_S = 5;

/**
 * The numbers of one element: asked when its settings change, on `refresh`, after a failure with
 * growing pauses, and when the page wakes. All of it ends with the element.
 */
export class Feed {
  /** One per question; null while it has no answer. */
  answers = $state.raw<(KpiAnswer | null)[]>([]);
  status = $state.raw<Status>('loading');
  /** The last request failed and older numbers are shown. */
  offline = $state.raw(false);
  definitions = $state.raw<Record<string, KpiDefinition>>({});
  settings = $state.raw<Settings>({});
  /** Ids or aliases of the KPIs, in order. */
  kpis = $state.raw<string[]>([]);

  readonly #host: HTMLElement;
  readonly #asks: (base: Query, own: Own) => Query[];
  #own: Own = {};
  #provider: Provider | null = null;
  #client: Client | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #failures = 0;
  #turn = 0;

  constructor(hostOf: () => HTMLElement, own: () => Own, asks: (base: Query, own: Own) => Query[]) {
    const host = hostOf();
    this.#host = host;
    this.#asks = asks;
    $effect(() => {
      const end = new AbortController();
      const { signal } = end;
      this.#own = own();
      this.#provider = providerOf(host);
      const wake = () => {
        if (this.#due && !document.hidden && (this.#failures || Date.now() >= this.#due))
          this.load();
      };
      this.#provider?.addEventListener('mops-config', () => this.#start(), { signal });
      addEventListener('online', wake, { signal });
      document.addEventListener('visibilitychange', wake, { signal });
      // Only what the page sets asks again, not the answers.
      untrack(() => this.#start());
      return () => {
        end.abort();
        untrack(() => this.#stop());
      };
    });
  }

  /** Asks again. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    this.#due = 0;
    try {
      const { data, series, kpis, kpi } = this.#own;
      if (data) {
        this.answers = [data, series].map((each) => answerFrom(parsed(each)));
        if (!this.answers[0]) throw refusal('INVALID', 'Not an answer.', { passing: false });
        this.kpis = [...listOf(kpis ?? kpi), ...Object.keys(this.answers[0].kpis)].slice(0, 1);
        if (kpis) this.kpis = listOf(kpis);
      } else {
        this.status = 'loading';
        this.kpis = listOf(kpis ?? kpi);
        await this.#ask(turn);
      }
      if (turn !== this.#turn) return;
      this.status = 'ready';
      this.offline = false;
      this.#failures = 0;
      const seconds = numberOf(this.settings.refresh, 0);
      if (seconds && !data) this.#again(Math.max(LEAST_REFRESH_S, seconds));
    } catch (error) {
      if (turn === this.#turn) this.#failed(error as Refusal);
    }
  }

  /** Loads the words behind a KPI, once. */
  async define(kpi: string): Promise<void> {
    if (this.definitions[kpi] || !this.#client) return;
    const found = await this.#client.define(kpi).catch(() => null);
    if (found) this.definitions = { ...this.definitions, [kpi]: found };
  }

  async #ask(turn: number): Promise<void> {
    this.#client ??= this.#lent() ? (this.#provider as Provider).client : new Client(this.settings);
    const client = this.#client;
    const queries = this.#asks(baseOf(this.settings, this.kpis), this.#own);
    // The first answer is shown at once; a sparkline may follow, or fail, on its own.
    const [first, ...others] = queries.map(async (query, index) => {
      const answer = answerFrom(await client.read(query));
      if (!answer) throw refusal('INTERNAL', 'Not an answer.');
      if (turn === this.#turn)
        this.answers = queries.map((_, at) => (at === index ? answer : (this.answers[at] ?? null)));
    });
    await first;
    await Promise.allSettled(others);
  }

  #lent(): boolean {
    const { server, token, tokenUrl, getToken } = this.#own;
    return !!this.#provider && !server && !token && !tokenUrl && !getToken;
  }

  #start(): void {
    this.#stop();
    this.#failures = 0;
    const settings: Record<string, unknown> = { ...this.#provider?.settings };
    for (const name in this.#own) settings[name] = this.#own[name] ?? settings[name];
    this.settings = settings;
    void this.load();
  }

  #stop(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    if (!this.#lent()) this.#client?.close();
    this.#client = null;
  }

  #failed(error: Refusal): void {
    const { status, code, message, requestId, passing } = error.status
      ? error
      : refusal('INVALID', error, { passing: false });
    const detail = { status, code, message, requestId };
    tell(this.#host, 'mops-error', detail);
    this.offline = status === 'error' && !!this.answers[0];
    this.status = this.offline ? 'ready' : status;
    if (!passing) return;
    this.#again(Math.min(MAX_WAIT_S, 2 ** ++this.#failures) * (0.8 + Math.random() * 0.4));
  }

  // Hidden pages wait: `visibilitychange` wakes them.
  #again(seconds: number): void {
    this.#due = Date.now() + seconds * 1000;
    this.#timer = setTimeout(() => document.hidden || this.load(), seconds * 1000);
  }
}

/** Sends an event from an element, out of every shadow tree. */
export const tell = (host: HTMLElement, type: string, detail: unknown) =>
  host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));

/** The provider around an element, also from inside another element's shadow tree. */
function providerOf(element: Element): Provider | null {
  const found = element.closest<Provider>('mops-provider');
  const root = element.getRootNode();
  if (found || !(root instanceof ShadowRoot)) return found?.settings ? found : null;
  return providerOf(root.host);
}
