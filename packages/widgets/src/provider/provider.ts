import { Client } from '../client/client.ts';
import type { Own, Provider } from '../client/feed.svelte.ts';
import { propertyOf, SETTINGS, upgrade } from '../shared/element.svelte.ts';

const ATTRIBUTES = SETTINGS.split(' ');
const NAMES = [...ATTRIBUTES.map(propertyOf), 'getToken'];
const ACCESS = ['server', 'token', 'tokenUrl', 'getToken'];

/**
 * `<mops-provider>`: settings and one client for all widgets inside. It dispatches `mops-config`
 * on itself when a setting changes, and has no box of its own.
 */
export class MopsProvider extends HTMLElement implements Provider {
  static observedAttributes = ATTRIBUTES;
  #own: Own = {};
  #client: Client | null = null;

  constructor() {
    super();
    upgrade(this, NAMES);
  }

  /** What the widgets inside inherit. */
  get settings(): Own {
    return this.#own;
  }

  /** The client that the widgets inside share. */
  get client(): Client {
    this.#client ??= new Client(this.#own);
    return this.#client;
  }

  /** Sets one setting by the name of its property. */
  assign(name: string, value: unknown): void {
    this.#own = { ...this.#own, [name]: value };
    if (ACCESS.includes(name)) this.#close();
    this.dispatchEvent(new Event('mops-config'));
  }

  attributeChangedCallback(name: string, _: unknown, value: string | null): void {
    this.assign(propertyOf(name), value);
  }

  connectedCallback(): void {
    this.style.display = 'contents';
  }

  disconnectedCallback(): void {
    queueMicrotask(() => this.isConnected || this.#close());
  }

  #close(): void {
    this.#client?.close();
    this.#client = null;
  }
}

for (const name of NAMES) {
  Object.defineProperty(MopsProvider.prototype, name, {
    configurable: true,
    get(this: MopsProvider) {
      return this.settings[name];
    },
    set(this: MopsProvider, value: unknown) {
      this.assign(name, value);
    },
  });
}
