/** A company of which people ask the demo company for something. */
export type Company = { id: string; name: string; domain: string; industry: string };

const ONSETS = 'BCDFGHJKLMNPRSTVWZ';
const VOWELS = 'aeiou';
const CODAS = 'lnrstmdkv';
const TAILS =
  'abor,ecto,idan,umra,oske,agnis,etra,ilvo,unde,orrin,ashe,empla,ixo,ubert,ovia,arden,eskil,inda,ugo,othen,azzo,erval,ikka,umne,ollis,audra,effo,ipsen,undra,ovek,amund,olmin,ingo,uvar,ophe,abriz,enzo,istad,urgo,oxel,akker'.split(
    ',',
  );
const TRADES =
  'Pharma,Brewing,Water,Steel,Foods,Polymers,Energy,Ceramics,Glass,Chemicals,Mining,Paper,Biotech,Textiles'.split(
    ',',
  );
const INDUSTRIES =
  'PHARMACEUTICALS,FOOD_BEVERAGES,UTILITIES,MINING_METALS,FOOD_PRODUCTION,PLASTICS,OIL_ENERGY,GLASS_CERAMICS_CONCRETE,GLASS_CERAMICS_CONCRETE,CHEMICALS,MINING_METALS,PAPER_FOREST_PRODUCTS,BIOTECHNOLOGY,TEXTILES'.split(
    ',',
  );

/** How many different companies there can be. */
export const COMPANY_COUNT = ONSETS.length * VOWELS.length * CODAS.length;

/**
 * The company of a number, 0 to 809. No two have the same first three letters, and those with two letters in
 * common differ in the rest, so that no two are alike by mistake.
 * @example companyAt(0).domain // 'balaborpharma.example'
 */
export function companyAt(index: number): Company {
  const a = Math.floor(index / (VOWELS.length * CODAS.length)) % ONSETS.length;
  const v = Math.floor(index / CODAS.length) % VOWELS.length;
  const c = index % CODAS.length;
  const tail = TAILS[(a + 19 * v + 7 * c) % TAILS.length];
  const trade = (3 * a + 5 * v + c) % TRADES.length;
  const stem = `${ONSETS[a]}${VOWELS[v]}${CODAS[c]}${tail}`;
  const name = `${stem} ${TRADES[trade]}`;
  return {
    id: `${700_001 + index}`,
    name,
    domain: `${name.toLowerCase().replace(' ', '')}.example`,
    industry: INDUSTRIES[trade] as string,
  };
}

const FIRST =
  'Aisha,Bruno,Carla,Daniel,Elif,Frank,Greta,Hugo,Ines,Jonas,Kaito,Laura,Mateo,Nadia,Oskar,Priya,Quinn,Rosa,Stefan,Tove,Umar,Vera,Walter,Xenia,Yusuf,Zoe,Agnes,Boris,Celine,Dmitri,Esther,Fabio,Gwen'.split(
    ',',
  );
const LAST =
  'Abernathy,Bianchi,Cavendish,Dubois,Eriksson,Fitzgerald,Gutierrez,Haraldsen,Ivanov,Jimenez,Kowalski,Lindqvist,Morales,Nakamura,Okafor,Pemberton,Quiroga,Rasmussen,Schneider,Takahashi,Ulrich,Vasquez,Whitaker,Xu,Yamada,Zimmermann,Ashworth,Brockman,Chatterjee,Delacroix,Engstrom,Foucault,Giordano,Hutchinson,Ibrahim,Jankovic,Kirkpatrick,Lefebvre,Mukherjee,Novak,Osborne,Petrov,Quigley,Rodriguez,Svensson,Thibault,Underwood,Villanueva,Wojcik,Yilmaz,Zhukov,Armitage,Bergstrom,Costello,Drummond,Espinoza,Fairbanks,Grimaldi,Hollister'.split(
    ',',
  );

/** The person who is the n-th that a company has sent; within a company no two family names are the same. */
export function personAt(company: number, n: number): { first: string; last: string } {
  const last = LAST[(company * 13 + n * 7) % LAST.length] as string;
  const round = Math.floor(n / LAST.length);
  return { first: FIRST[(company * 5 + n * 11 + round * 17) % FIRST.length] as string, last };
}
