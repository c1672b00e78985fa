import { View } from '../../state/view.svelte.ts';
import type { ViewState } from '../../state/view-url.ts';
import { searchParams } from './campaign-words.ts';

const OWN = ['view', 'state', 'type', 'goal', 'q'];

/** The range of the numbers; the filters of the list stay in the address when it changes. */
export class CampaignsView extends View {
  override search(change: Partial<ViewState> = {}): string {
    const params = new URLSearchParams(super.search(change));
    const now = searchParams();
    for (const name of OWN) {
      const value = now.get(name);
      if (value) params.set(name, value);
    }
    const text = params.toString();
    return text ? `?${text}` : '';
  }
}
