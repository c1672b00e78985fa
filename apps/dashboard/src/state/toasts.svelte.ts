export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action: { label: string; run: () => void } | null;
};

/** Short messages in the corner; read out by screen readers. One with an action stays for 30 s. */
class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  show(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
    const toast: Toast = { id: this.#next++, text, tone: 'plain', action: null, ...options };
    this.list = [...this.list.slice(-2), toast];
    setTimeout(() => this.dismiss(toast.id), toast.action || toast.tone === 'bad' ? 30_000 : 6_000);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
