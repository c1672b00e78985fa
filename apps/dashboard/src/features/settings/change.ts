import { problemOf } from '../../api.ts';
import { toasts } from '../../state/toasts.svelte.ts';

type Change = {
  work: () => Promise<unknown>;
  /** The sentence when it is done. */
  said: string;
  /** Loads what is shown again, also when it was refused. */
  reload: () => Promise<unknown>;
  undo?: () => Promise<unknown>;
};

/** Does what a person asked for in a list, and says that it is done or why not. */
export async function change({ work, said, reload, undo }: Change): Promise<void> {
  try {
    await work();
    const back = () => void (undo && change({ work: undo, said: 'Taken back.', reload }));
    toasts.show(said, undo ? { action: { label: 'Undo', run: back } } : {});
  } catch (error) {
    toasts.show(problemOf(error).message, { tone: 'bad' });
  } finally {
    await reload();
  }
}
