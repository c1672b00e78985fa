let last = 0;

/** An id for one part of a visual, e.g. to label it; unlike Svelte's own it keeps no counter on `window`. */
export const nextId = () => `mops-${++last}`;
