/** A source's facts of one dataset. */
export const feedOf = (source: string, dataset: string): string => `${source}/${dataset}`;
