import { untrack } from 'svelte';

/** Something that can be done from the command palette. */
export type Command = { id: string; group: string; label: string; hint?: string; run: () => void };

/** The palette, the sheet of shortcuts, and what the screen at hand offers to both. */
class Commands {
  paletteOpen = $state(false);
  sheetOpen = $state(false);
  #screens = $state.raw<(() => Command[])[]>([]);
  #keys = $state.raw<(() => { key: string; label: string }[])[]>([]);

  get ofScreen(): Command[] {
    return this.#screens.flatMap((commands) => commands());
  }
  get keysOfScreen(): { key: string; label: string }[] {
    return this.#keys.flatMap((keys) => keys());
  }

  /** Offers commands and keys for as long as a screen is shown; returns how to take them back. */
  offer(commands: () => Command[], keys: () => { key: string; label: string }[]): () => void {
    untrack(() => {
      this.#screens = [...this.#screens, commands];
      this.#keys = [...this.#keys, keys];
    });
    return () => {
      this.#screens = this.#screens.filter((each) => each !== commands);
      this.#keys = this.#keys.filter((each) => each !== keys);
    };
  }
}

export const commands = new Commands();
