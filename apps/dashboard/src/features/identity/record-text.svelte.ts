import { createQuery } from '@tanstack/svelte-query';
import { useWorkspace } from '../../state/workspace.svelte.ts';
import { recordText } from './identity-words.ts';

/** The names of sources, as the people of the workspace know them. */
export function useSourceName(): (source: string) => string {
  const workspace = useWorkspace();
  const sources = createQuery(() => ({
    queryKey: [workspace.slug, 'sources'],
    queryFn: () => workspace.api.sources.list.query(),
    enabled: workspace.may('sources.read'),
  }));
  return (source) => sources.data?.find(({ id }) => id === source)?.name ?? source;
}

/** Records as they are read, each with the name of its source. */
export function useRecordText(): (node: string) => string {
  const nameOf = useSourceName();
  return (node) => recordText(node, nameOf);
}
