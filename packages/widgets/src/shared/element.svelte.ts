import { type Component, mount, unmount } from 'svelte';
import type { Own } from '../client/feed.svelte.ts';

/** What the inside of an element gets. */
export type ElementProps = { host: HTMLElement; own: Own };

/** Attributes of every widget; `token-url` is the property `tokenUrl`. */
export const SETTINGS =
  'server token token-url range from to compare filters refresh time-zone fiscal-start week-start locale currency-display';
const COMMON = `${SETTINGS} kpi kpis label data`;

/** `token-url` → `tokenUrl`. */
export const propertyOf = (attribute: string) =>
  attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Takes up what a page set on an element before its class was known. */
export function upgrade(element: HTMLElement, names: string[]): void {
  const target = element as unknown as Record<string, unknown>;
  for (const name of names) {
    if (!Object.hasOwn(target, name)) continue;
    const value = target[name];
    delete target[name];
    target[name] = value;
  }
}

/**
 * A custom element around a Svelte component: attributes and properties go in as `own`, style
 * sheets are adopted, so that neither the page's styles nor its `style-src` have a say in them.
 */
export function elementOf(inside: Component<ElementProps>, more: string, css: string[]) {
  const attributes = `${COMMON} ${more}`.split(' ');
  const names = [...attributes.map(propertyOf), 'getToken'];
  let sheet: CSSStyleSheet | undefined;

  class Widget extends HTMLElement {
    static observedAttributes = attributes;
    #own = $state.raw<Own>({});
    #mounted: object | null = null;

    constructor() {
      super();
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(css.join(''));
      }
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
      upgrade(this, names);
    }

    /** One value by the name of its property. */
    value(name: string): unknown {
      return this.#own[name];
    }

    /** Sets one value; what a page sets to undefined counts as not said. */
    assign(name: string, value: unknown): void {
      this.#own = { ...this.#own, [name]: value };
    }

    attributeChangedCallback(name: string, _: unknown, value: string | null): void {
      this.assign(propertyOf(name), value);
    }

    connectedCallback(): void {
      const own = () => this.#own;
      this.#mounted ??= mount(inside, {
        target: this.shadowRoot as ShadowRoot,
        props: {
          host: this,
          get own() {
            return own();
          },
        },
      });
    }

    // A move within the page is no end.
    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected || !this.#mounted) return;
        unmount(this.#mounted);
        this.#mounted = null;
      });
    }
  }

  for (const name of names) {
    Object.defineProperty(Widget.prototype, name, {
      configurable: true,
      get(this: Widget) {
        return this.value(name);
      },
      set(this: Widget, value: unknown) {
        this.assign(name, value);
      },
    });
  }
  return Widget;
}

/** Registers an element unless the page already has one of that name, as when a bundle is loaded twice. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
