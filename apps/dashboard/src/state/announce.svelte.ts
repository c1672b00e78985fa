class Announcer {
  text = $state('');
}

export const announcer = new Announcer();

/** Says something to people who use a screen reader, without moving the focus (WCAG 4.1.3). */
export function announce(text: string): void {
  announcer.text = text;
}
