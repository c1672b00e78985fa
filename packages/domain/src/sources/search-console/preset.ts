import type { Preset } from '../preset.ts';

/** Performance exports of Google Search Console: queries, pages, countries, devices, dates. */
export const SEARCH_CONSOLE: Preset = {
  id: 'search_console',
  name: 'Search Console',
  dataset: 'search_console',
  channel: 'Organic Search',
  marks:
    "top queries:4|top pages:4|haufigste suchanfragen:4|haufigste seiten:4|requetes les plus frequentes:4|requetes principales:4|pages les plus populaires:4|pages principales:4|consultas principales:4|principales consultas:4|paginas principales:4|query principali:4|pagine principali:4|principais consultas:4|principais paginas:4|consultas mais frequentes:4|populairste zoekopdrachten:4|populairste pagina's:4|vanligaste sokfragorna:4|najpopularniejsze zapytania:4|en populer sorgular:4|nejcastejsi dotazy:4|上位のクエリ:4|인기 검색어:4|热门查询:4|position:2|durchschnittliche position:2|position moyenne:2|posicion media:2|posizione media:2|posizione:2|posicao:2|positie:2|pozycja:2|ortalama konum:2|prumerna pozice:2|genomsnittlig position:2|掲載順位:2|평균 게재순위:2|平均排名:2|позиция:2|posicion:2|ctr:1|klickrate:1|search appearance:3|clicks:0|impressions:0",
  preamble: null,
  columns: {
    search_term: {
      en: 'Top queries|Query|Queries',
      de: 'Häufigste Suchanfragen|Suchanfrage|Suchanfragen',
      fr: 'Requêtes les plus fréquentes|Requêtes principales|Requête|Requêtes',
      es: 'Consultas principales|Principales consultas|Consultas más frecuentes|Consulta|Consultas',
      it: 'Query principali|Query più frequenti|Query',
      pt: 'Principais consultas|Consultas principais|Consultas mais frequentes|Consulta|Consultas',
      nl: 'Populairste zoekopdrachten|Zoekopdrachten',
      sv: 'Vanligaste sökfrågorna|Populäraste sökfrågorna',
      da: 'Mest populære forespørgsler',
      pl: 'Najpopularniejsze zapytania|Najczęstsze zapytania',
      tr: 'En popüler sorgular|En çok yapılan sorgular',
      cs: 'Nejčastější dotazy',
      ja: '上位のクエリ',
      ko: '인기 검색어',
      zh: '热门查询',
      ru: 'Поисковый запрос|Популярные запросы',
    },
    page: {
      en: 'Top pages|Page|Pages',
      de: 'Häufigste Seiten|Top-Seiten|Die häufigsten Seiten|Seite|Seiten',
      fr: 'Pages les plus populaires|Pages principales|Pages les plus fréquentes|Page',
      es: 'Páginas principales|Principales páginas|Página|Páginas',
      it: 'Pagine principali|Pagine più visualizzate|Pagina|Pagine',
      pt: 'Principais páginas|Páginas principais|Página|Páginas',
      nl: 'Populairste pagina’s|Pagina',
      sv: 'Vanligaste sidorna|Populäraste sidorna',
      pl: 'Najpopularniejsze strony',
      tr: 'En popüler sayfalar',
      ja: '上位のページ',
      ru: 'Популярные страницы|Страница',
    },
    placement: {
      en: 'Search appearance|Search Appearance',
      de: 'Darstellung in der Suche',
      fr: 'Apparence dans les résultats de recherche',
    },
    position: {
      en: 'Position|Average position|Avg. position',
      de: 'Position|Durchschnittliche Position|Durchschn. Position',
      fr: 'Position|Position moyenne',
      es: 'Posición|Posición media',
      it: 'Posizione|Posizione media',
      pt: 'Posição|Posição média',
      nl: 'Positie|Gemiddelde positie',
      sv: 'Position|Genomsnittlig position|Placering',
      da: 'Position',
      pl: 'Pozycja|Średnia pozycja',
      tr: 'Konum|Ortalama konum',
      cs: 'Pozice|Průměrná pozice',
      ja: '掲載順位',
      ko: '평균 게재순위',
      zh: '平均排名',
      ru: 'Позиция',
    },
  },
  dateOrder: null,
  hiddenDetail: (headers) =>
    headers.length > 0
      ? 'Search Console leaves rare queries out of the list, and counts pages and devices in other ways than queries.'
      : null,
};
