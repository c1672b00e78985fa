import { preferences } from './preferences.svelte.ts';

export type Shortcut = { key: string; label: string; run: () => void };

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * A handler for `keydown` that runs single-key shortcuts, unless a person is typing, holds a
 * modifier, has a dialog open, or has switched the single keys off.
 */
export function onSingleKey(shortcuts: () => Shortcut[]): (event: KeyboardEvent) => void {
  return (event) => {
    if (!preferences.singleKeys || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || typing(event.target)) return;
    // Closed popovers stay in the page, so it is not enough that there is one.
    const layers = [...document.querySelectorAll('[role="dialog"], [role="menu"]')];
    if (layers.some((layer) => layer.checkVisibility())) return;
    const found = shortcuts().find((shortcut) => shortcut.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  };
}
