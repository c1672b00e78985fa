/**
 * Which category Google gives a source in GA4's default channel group: facts of Google's published
 * list (Analytics Help, default channel group). `x` stands for `x` and `x.com`,
 * `x*` for `x` alone, `x.` for `x.com` alone.
 */
const SEARCH = `
360.cn,alice*,aol*,ar.search.yahoo.,ask*,at.search.yahoo.,au.search.yahoo.,auone*,avg*,babylon*,
baidu*,biglobe*,biglobe.co.jp,biglobe.ne.jp,bing*,br.search.yahoo.,ca.search.yahoo.,centrum.cz,
ch.search.yahoo.,cl.search.yahoo.,cn.bing.,cnn*,co.search.yahoo.,comcast*,conduit*,daum*,
daum.net,de.search.yahoo.,dk.search.yahoo.,dogpile,duckduckgo*,ecosia.org,email.seznam.cz,eniro*,
es.search.yahoo.,espanol.search.yahoo.,exalead.,excite.,fi.search.yahoo.,firmy.cz,
fr.search.yahoo.,globo*,go.mail.ru,google*,google-play*,hk.search.yahoo.,id.search.yahoo.,
in.search.yahoo.,incredimail*,it.search.yahoo.,kvasir*,lens.google.,lite.qwant.,lycos*,m.baidu.,
m.naver.,m.search.naver.,m.sogou.,mail.rambler.ru,mail.yandex.ru,malaysia.search.yahoo.,msn,
mx.search.yahoo.,najdi*,naver,news.google.,nl.search.yahoo.,no.search.yahoo.,ntp.msn.,
nz.search.yahoo.,onet*,onet.pl,pe.search.yahoo.,ph.search.yahoo.,pl.search.yahoo.,play.google.,
qwant,rakuten*,rakuten.co.jp,rambler*,rambler.ru,se.search.yahoo.,search-results*,
search.aol.co.uk,search.aol.,search.google.,search.smt.docomo.ne.jp,search.ukr.net,
secureurl.ukr.net,seznam*,seznam.cz,sg.search.yahoo.,so.,sogou,sp-web.search.auone.jp,
startsiden*,startsiden.no,suche.aol.de,terra*,th.search.yahoo.,tr.search.yahoo.,tut.by,
tw.search.yahoo.,uk.search.yahoo.,ukr*,us.search.yahoo.,virgilio*,vn.search.yahoo.,wap.sogou.,
webmaster.yandex.ru,websearch.rakuten.co.jp,yahoo,yahoo.co.jp,yandex,yandex.by,yandex.com.tr,
yandex.fr,yandex.kz,yandex.ru,yandex.ua,yandex.uz,zen.yandex.ru
`;

const SOCIAL = `
43things,51.,5ch.net,academia.edu,activerain,activeworlds,addthis,airg.ca,allnurses.,allrecipes.,
alumniclass,ameba.jp,ameblo.jp,americantowns,amp.reddit.,ancestry.,anobii,answerbag,
answers.yahoo.,aolanswers,apps.facebook.,ar.pinterest.,artstation.,askubuntu,asmallworld.,
athlinks,away.vk.,awe.sm,b.hatena.ne.jp,baby-gaga,babyblog.ru,badoo,bebo,beforeitsnews,
bharatstudent,biip.no,biswap.org,bit.ly,blackcareernetwork.,blackplanet,blip.fm,blog.,
blog.feedspot.,blog.goo.ne.jp,blog.naver.,blog.yahoo.co.jp,blogg.no,bloggang.,blogger,blogher,
bloglines,blogs.,blogsome,blogspot,blogster,blurtit,bookmarks.yahoo.co.jp,bookmarks.yahoo.,
br.pinterest.,brightkite,brizzly,business.facebook.,buzzfeed,buzznet,cafe.naver.,cafemom,
camospace,canalblog.,care.,care2,caringbridge.org,catster,cbnt.io,cellufun,centerblog.net,
chat.zalo.me,chegg.,chicagonow,chiebukuro.yahoo.co.jp,classmates,classquest,co.pinterest.,
cocolog-nifty,copainsdavant.linternaute.,couchsurfing.org,cozycot,cross.tv,crunchyroll,cyworld,
cz.pinterest.,d.hatena.ne.jp,dailystrength.org,deluxe.,deviantart,dianping,digg,diigo,
discover.hubpages.,disqus,dogster,dol2day,doostang,dopplr,douban,draft.blogger.,draugiem.lv,
drugs-forum,dzone,edublogs.org,elftown,epicurious.,everforo.,exblog.jp,extole,facebook,faceparty,
fandom.,fanpop,fark,fb*,fb.me,fc2,feedspot*,feministing,filmaffinity,flickr,flipboard,folkdirect,
foodservice,forums.androidcentral.,forums.crackberry.,forums.imore.,forums.nexopia.,
forums.webosnation.,forums.wpcentral.,fotki,fotolog,foursquare,free.facebook.,friendfeed,
fruehstueckstreff.org,fubar,gaiaonline,gamerdna,gather.,geni.,getpocket.,glassboard,glassdoor,
godtube,goldenline.pl,goldstar,goo.gl,gooblog*,goodreads,google+*,googlegroups.,googleplus*,
govloop,gowalla,gree.jp,groups.google.,gulli.,gutefrage.net,habbo,hatena*,hi5,hootsuite,houzz,
hoverspot,hr.,hu.pinterest.,hubculture,hubpages.,hyves.net,hyves.nl,ibibo,id.pinterest.,
identi.ca,ig*,imageshack,imageshack.us,imvu,in.pinterest.,insanejournal,instagram,instapaper,
internations.org,interpals.net,intherooms,irc-galleria.net,is.gd,italki,jammerdirect,jappy.,
jappy.de,kaboodle.,kakao,kakaocorp.,kaneva,kin.naver.,l.facebook.,l.instagram.,l.messenger.,
last.fm,librarything,lifestream.aol.,line*,line.me,linkedin,listal,listography,livedoor.,
livedoorblog*,livejournal,lm.facebook.,lnkd.in,m.blog.naver.,m.cafe.naver.,m.facebook.,
m.kin.naver.,m.vk.,m.yelp.,mbga.jp,medium.,meetin.org,meetup,meinvz.net,meneame.net,menuism.,
messages.google.,messages.yahoo.co.jp,messenger,mix.,mixi.jp,mobile.facebook.,mocospace,
mouthshut,movabletype,mubi,my.opera.,myanimelist.net,myheritage,mylife,mymodernmet,myspace,
netvibes,news.ycombinator.,newsshowcase*,nexopia*,ngopost.org,niconico*,nicovideo.jp,
nightlifelink,ning,nl.pinterest.,odnoklassniki.ru,odnoklassniki.ua,okwave.jp,old.reddit.,
oneworldgroup.org,onstartups,opendiary,oshiete.goo.ne.jp,out.reddit.,over-blog.,overblog.,
paper.li,partyflock.nl,photobucket,pinboard*,pinboard.in,pingsta,pinterest,pinterest.at,
pinterest.ca,pinterest.ch,pinterest.cl,pinterest.co.kr,pinterest.co.uk,pinterest.com.au,
pinterest.com.mx,pinterest.de,pinterest.es,pinterest.fr,pinterest.it,pinterest.jp,pinterest.nz,
pinterest.ph,pinterest.pt,pinterest.ru,pinterest.se,pixiv.net,pl.pinterest.,playahead.se,plurk,
plus.google.,plus.url.google.,pocket.co,posterous,pro.homeadvisor.,pulse.yahoo.,qapacity,quechup,
quora,qzone.qq.,ravelry,reddit,redux,renren,researchgate.net,reunion,reverbnation,rtl.de,ryze,
salespider,scoop.it,screenrant,scribd,scvngr,secondlife,serverfault,shareit*,sharethis,shvoong.,
sites.google.,skype*,skyrock,slashdot.org,slideshare.net,smartnews.,snapchat,social*,
sociallife.com.br,socialvibe,spaces.live.,spoke,spruz,ssense.,stackapps,stackexchange,
stackoverflow,stardoll.,stickam,studivz.net,suomi24.fi,superuser,sweeva,t.co,t.me,tagged,
taggedmail,talkbiznow,taringa.net,techmeme,tencent,tiktok,tinyurl,toolbox,touch.facebook.,
tr.pinterest.,travellerspoint,tripadvisor,trombi,trustpilot*,tudou,tuenti,tumblr,tweetdeck,
twitter,twoo.,typepad,unblog.fr,urbanspoon.,ushareit.,ushi.cn,vampirefreaks,vampirerave,vg.no,
video.ibm.,vk.,vkontakte.ru,wakoopa,wattpad,web.facebook.,web.skype.,webshots,wechat,weebly,
weibo,wer-weiss-was.de,weread,whatsapp,wiki.answers.,wikihow.,wikitravel.org,woot.,wordpress,
wordpress.org,xanga,xing,yahoo-mbga.jp,yammer,yelp,yelp.co.uk,youroom.in,za.pinterest.,zalo*,
zoo.gr,zooppa
`;

const VIDEO = `
blog.twitch.tv,crackle,curiositystream,d.tube,dailymotion,dashboard.twitch.tv,disneyplus,
fast.wistia.net,help.hulu.,help.netflix.,hulu,id.twitch.tv,iq.,iqiyi,jobs.netflix.,justin.tv,
m.twitch.tv,m.youtube.,music.youtube.,netflix,player.twitch.tv,player.vimeo.,ted,twitch*,
twitch.tv,utreon,veoh,viadeo.journaldunet.,vimeo,wistia,youku,youtube
`;

const SHOPPING = `
aax-us-east.amazon-adsystem.,aax.amazon-adsystem.,alibaba,amazon,amazon.co.uk,apps.shopify.,
checkout.shopify.,checkout.stripe.,cr.shopping.naver.,cr2.shopping.naver.,ebay,ebay.co.uk,
ebay.com.au,ebay.de,etsy,google shopping*,igshopping*,m.alibaba.,m.shopping.naver.,mercadolibre,
mercadolibre.com.ar,mercadolibre.com.mx,message.alibaba.,msearch.shopping.naver.,nl.shopping.net,
no.shopping.net,offer.alibaba.,one.walmart.,order.shopping.yahoo.co.jp,partners.shopify.,
s3.amazonaws.,se.shopping.net,shop.app,shopify,shopping.naver.,shopping.yahoo.co.jp,
shopping.yahoo.,shopzilla,simplycodes.,store.shopping.yahoo.co.jp,stripe,uk.shopping.net,walmart
`;

export const GOOGLE = { search: SEARCH, social: SOCIAL, video: VIDEO, shopping: SHOPPING };
