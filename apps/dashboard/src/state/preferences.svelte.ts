export type Theme = 'system' | 'light' | 'dark';

const KEY = 'openmops.preferences';

/** What a person likes, kept on this device and nowhere else. The only thing in local storage. */
class Preferences {
  theme = $state<Theme>('system');
  /** Single-key shortcuts; some people dictate or rest a hand on the keys (WCAG 2.1.4). */
  singleKeys = $state(true);

  constructor() {
    const saved = read();
    if (saved.theme === 'light' || saved.theme === 'dark') this.theme = saved.theme;
    if (saved.singleKeys === false) this.singleKeys = false;
  }

  setTheme(theme: Theme) {
    this.theme = theme;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    this.#save();
  }

  setSingleKeys(on: boolean) {
    this.singleKeys = on;
    this.#save();
  }

  #save() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ theme: this.theme, singleKeys: this.singleKeys }));
    } catch {
      // Storage may be full or forbidden: the choice then lasts until the page is closed.
    }
  }
}

function read(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const preferences = new Preferences();
