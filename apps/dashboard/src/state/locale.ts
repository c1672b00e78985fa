/** The reader's language and region; some systems give a name that no formatter takes. */
export const LOCALE: string = (() => {
  for (const language of navigator.languages) {
    try {
      return new Intl.Locale(language).toString();
    } catch {
      // The next one may be well formed.
    }
  }
  return 'en';
})();
