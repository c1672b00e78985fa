// The words with which exports mark a row of totals, as the whole cell …
const EXACT =
  /^(?:grand |sub-?|report )?totals?$|^total[ -](?:general|geral|général|generale|general|result|row|sum)$|^(?:totale|totaal|totalt|totalsumme|gesamt|gesamtsumme|gesamtergebnis|insgesamt|summe|zwischensumme|suma|suma total|summa|sum|subtotal|sous-total|total général|totale generale|totale complessivo|eindtotaal|razem|suma końcowa|łącznie|toplam|genel toplam|i alt|yhteensä|celkem|összesen|итого|всего|общий итог|合計|総計|总计|總計|합계|총계|المجموع)$/i;
// … or before what the total is of: `Total: Account`, `Total : campagnes`, `Gesamt: Konto`.
const PREFIX =
  /^(?:(?:grand )?totals?|totale|totaal|totalt|gesamt|gesamtsumme|summe|razem|toplam|итого|всего|suma|summa|合計|总计)\s*[:：]/i;
const TITLE =
  /^(?:overall|deleted items|deleted campaigns|search|content|audience) total(?: - .*)?$|^total(?:e|s)? (?:for|of|de|pour|für|di|von) |^(?:totals?|results?) from \d/i;

/**
 * Whether a cell labels its row as a total.
 * @example isTotalLabel('Total: Search terms') // true
 * @example isTotalLabel('Total Wellness – Brand') // false
 */
export function isTotalLabel(cell: string): boolean {
  if (cell.length > 120) return false;
  const text = cell
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/ ?\(\d+ records?\)/i, '')
    .trim();
  return EXACT.test(text) || PREFIX.test(text) || TITLE.test(text);
}

/**
 * How well a total describes the table it stands under; the highest is compared with the import.
 * @example totalRank('Total: Campaigns') > totalRank('Total: Account') // true
 */
export function totalRank(label: string): number {
  const what = label
    .replace(/^[^:：]*[:：]\s*/, '')
    .toLowerCase()
    .trim();
  if (!/[:：]/.test(label)) return /^(?:deleted|search|content|audience) /i.test(label) ? 3 : 5;
  if (/^(?:other|sonstige|autres|otros|altri|outros)\b/.test(what)) return 0;
  if (/manager account|verwaltungskonto/.test(what)) return 1;
  if (/account|konto|compte|cuenta|conta\b/.test(what)) return 2;
  if (/^(?:filtered|gefilterte|filtré|filtrad)/.test(what)) return 8;
  if (/^(?:all |alle |toutes|tous|todas|todos|tutt)/.test(what)) return 6;
  if (ENTITIES.test(what)) return 7;
  return 3;
}

const ENTITIES =
  /campaigns?|kampagnen|campagnes?|campañas|campagne|campanhas|keywords?|mots|palabras|ad groups?|anzeigengruppen|ads\b|anzeigen|annonces|search terms|suchbegriffe|placements?|audiences?|products?|locations?|landing pages|days?/;

/** Whether a total is that of the whole account, which may hold more than the table shows. */
export function isAccountTotal(label: string): boolean {
  const rank = totalRank(label);
  return rank === 1 || rank === 2;
}
