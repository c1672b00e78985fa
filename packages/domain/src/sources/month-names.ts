// Twelve names per language, without accents; shortened forms are added by rule below.
const LANGUAGES = [
  'january february march april may june july august september october november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar marts april maj juni juli august september oktober november december',
  'januar februar mars april mai juni juli august september oktober november desember',
  'tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu',
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia',
  'ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
];

/** Forms that the rule “the first three or four letters” does not give. */
const SHORT: Record<string, number> = {
  sept: 9,
  mar: 3,
  маи: 5,
  juil: 7,
  jui: 7,
  fevr: 2,
  maa: 3,
  mrt: 3,
  mrz: 3,
  marz: 3,
  gen: 1,
  ene: 1,
  mag: 5,
  giu: 6,
  lug: 7,
  ago: 8,
  set: 9,
  ott: 10,
  out: 10,
  dic: 12,
  dez: 12,
  des: 12,
  styczen: 1,
  luty: 2,
  marzec: 3,
  kwiecien: 4,
  czerwiec: 6,
  lipiec: 7,
  sierpien: 8,
  wrzesien: 9,
  pazdziernik: 10,
  listopad: 11,
  grudzien: 12,
  agu: 8,
};

/** Name or short name of a month → 1 to 12. Forms that mean two months are left out. */
export const MONTH_NAMES: ReadonlyMap<string, number> = build();

function build(): Map<string, number> {
  const names = new Map<string, number>();
  const clashes = new Set<string>();
  const learn = (name: string, month: number) => {
    const known = names.get(name);
    if (known !== undefined && known !== month) clashes.add(name);
    else names.set(name, month);
  };
  for (const language of LANGUAGES) {
    language.split(' ').forEach((name, at) => {
      const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
      learn(plain, at + 1);
      learn(plain.slice(0, 3), at + 1);
      learn(plain.slice(0, 4), at + 1);
    });
  }
  for (const name of clashes) names.delete(name);
  for (const [name, month] of Object.entries(SHORT)) names.set(name, month);
  return names;
}
