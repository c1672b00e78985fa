import { normalizeDomain } from '../quality/index.ts';

/** Providers that give addresses to anybody: their domain says nothing about a company. Own list, as of 2026-11. */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp hotmail.com
  hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it live.com live.co.uk live.de live.fr live.nl
  live.se msn.com passport.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.de yahoo.fr yahoo.es
  yahoo.it yahoo.ca yahoo.com.au yahoo.com.br ymail.com rocketmail.com myyahoo.com aol.com aol.de aim.com
  icloud.com me.com mac.com privaterelay.appleid.com proton.me protonmail.com protonmail.ch pm.me tutanota.com
  tutanota.de tuta.io tuta.com gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.us web.de t-online.de freenet.de
  posteo.de mailbox.org arcor.de 1und1.de online.de mail.com email.com usa.com mail.ru bk.ru inbox.ru list.ru
  internet.ru yandex.ru yandex.com ya.ru rambler.ru zoho.com zohomail.com fastmail.com fastmail.fm hey.com
  hushmail.com runbox.com qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com
  189.cn naver.com hanmail.net daum.net kakao.com nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp orange.fr
  wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it
  poste.it terra.com.br uol.com.br bol.com.br ig.com.br globo.com telefonica.net wp.pl o2.pl onet.pl interia.pl
  gazeta.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg ukr.net i.ua
  bluewin.ch hispeed.ch sunrise.ch chello.at aon.at ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl
  telenet.be skynet.be proximus.be telia.com bredband.net comhem.se online.no broadpark.no tdcadsl.dk
  mail.dk btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
  comcast.net xfinity.com verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  spectrum.net earthlink.net optonline.net juno.com netzero.net frontier.com centurylink.net shaw.ca
  rogers.com bell.net sympatico.ca telus.net videotron.ca bigpond.com optusnet.com.au iinet.net.au xtra.co.nz
  rediffmail.com indiatimes.com sify.com mailinator.com guerrillamail.com 10minutemail.com yopmail.com
  temp-mail.org trashmail.com sharklasers.com dispostable.com maildrop.cc getnada.com`
    .trim()
    .split(/\s+/),
);

/** Mailboxes that belong to a desk, not to a person (RFC 2142 and what is usual). */
const DESKS = new Set(
  `info sales support admin administrator office hello hi contact kontakt mail marketing team service help
  helpdesk billing accounts accounting invoice invoices finance hr jobs careers press media webmaster
  postmaster hostmaster abuse security noc noreply no-reply donotreply do-not-reply newsletter news
  reception enquiries inquiries orders order purchasing procurement events legal privacy`
    .trim()
    .split(/\s+/),
);

/**
 * Whether a domain belongs to a provider of addresses for everybody, so that two people of it need not work together.
 * @param domain domain or address
 * @param more domains that a workspace adds to the list
 * @example isFreeMail('jane@gmail.com') // true
 * @example isFreeMail('example.com', new Set(['example.com'])) // true
 */
export function isFreeMail(domain: string, more: ReadonlySet<string> = new Set()): boolean {
  const host = normalizeDomain(domain);
  return host !== null && (FREE_MAIL.has(host) || more.has(host));
}

/**
 * Whether a mailbox belongs to a desk that several people read, such as `info@`.
 * @example isDesk('sales@example.com') // true
 */
export function isDesk(email: string): boolean {
  return DESKS.has((email.split('@')[0] ?? '').trim().toLowerCase());
}
