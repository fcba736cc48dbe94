/**
 * Which links count as a web form to write to a person with. Social networks, messengers, app stores, links that open apps, home pages and
 * help centres do not count.
 * Source: WhatsApp Business Messaging Policy, escalation paths; facts as of 2026-11-22. The lists and the guesses below are ours: whether a
 * page holds a form cannot be seen from its address, so what is not known to be something else counts.
 */

/** By what their pages are; subdomains are meant, too. */
const NO_FORM_HOSTS: readonly { what: string; hosts: string }[] = [
  {
    what: 'a social network',
    hosts:
      'instagram.com instagr.am facebook.com fb.com fb.me fb.watch threads.net threads.com twitter.com x.com t.co tiktok.com ' +
      'youtube.com youtu.be linkedin.com lnkd.in vk.com vk.ru vk.cc ok.ru snapchat.com pinterest.com pin.it reddit.com ' +
      'redd.it bsky.app mastodon.social tumblr.com twitch.tv quora.com weibo.com xing.com dzen.ru rutube.ru kwai.com',
  },
  {
    what: 'a messenger',
    hosts:
      'm.me messenger.com t.me telegram.me telegram.org telegram.dog viber.com vb.me line.me lin.ee wa.me whatsapp.com ' +
      'whatsapp.net vk.me max.ru discord.com discord.gg signal.me signal.group signal.org wechat.com weixin.qq.com ' +
      'pf.kakao.com zalo.me imo.im skype.com slack.com icq.im',
  },
  {
    what: 'an app store',
    hosts:
      'play.google.com apps.apple.com itunes.apple.com appsto.re apps.microsoft.com appgallery.huawei.com ' +
      'galaxystore.samsung.com apps.samsung.com rustore.ru appgallery.cloud.huawei.com',
  },
  {
    what: 'a link that opens an app',
    hosts: 'onelink.me app.link page.link adj.st go.link sng.link smart.link',
  },
  {
    what: 'a page of links',
    hosts: 'linktr.ee taplink.cc taplink.ws taplink.at bio.link beacons.ai lnk.bio',
  },
];

/** A step of a path, or the first part of a host, that says "here are articles to read". */
const HELP =
  /^(help|helps|faqs?|hc|(help|support|knowledge)-?cent(er|re)|help-?desk|knowledge-?base|kb|wiki|docs?|documentation|articles?|guides?|q-?and-?a|pomosh|pomosch|pomoshch|помощь|справка|вопросы|hilfe|ayuda|aide|ajuda|aiuto|yardim|bantuan)$/;
/** As a host, `support.` is such a place as well; as a path it is as often the form itself. */
const HELP_HOST = /^support$/;

/** A step of a path that says "here you can write to us". */
const FORM =
  /^((web-?|contact-?|support-?|request-?|feedback-?|help-?|order-?|complaints?-?|inquiry-?|enquiry-?)?forms?|contact(-?us|-?support)?|feedback|complaints?|inquiry|inquiries|enquiry|enquiries|callback|call-?back|(submit|new|create|open|send|raise|ask)-?(a-?)?(request|ticket|case|message|question)|write-?(to-?)?us|get-?in-?touch|kontakt(formular)?|formular|contacto|contato|contatti|contactez-nous|formulaire|svyaz|obratnaya-svyaz|zayavka|обратная-связь|связь|заявка|контакты|форма)$/;
const NEW_OF = /^(requests?|tickets?|cases?|messages?)$/;

/** Parameters that say where a visitor came from or which language to show, and so no page of their own. */
const NO_PAGE = /^(utm_.*|gclid|fbclid|yclid|ref|source|lang|locale|hl)$/;

export function countsAsWebForm(url: string): boolean {
  return whyNotAWebForm(url) === null;
}

/** What the link leads to instead of a web form, to be read after "leads to"; null when it counts. Placeholders may stand in its path. */
export function whyNotAWebForm(url: string): string | null {
  const address = parse(url.trim().replace(/\{\{.*?\}\}/g, 'value'));
  if (!address || !/^https?:$/.test(address.protocol)) return 'no web page';
  const host = address.hostname.toLowerCase().replace(/^www\./, '');
  const known = NO_FORM_HOSTS.find(({ hosts }) =>
    hosts.split(' ').some((name) => host === name || host.endsWith(`.${name}`)),
  );
  if (known) return known.what;

  const steps = stepsOf(address.pathname);
  if (isForm([...steps, ...stepsOf(address.hash.replace(/^#!?/, ''))])) return null;
  const isHelpHost = HELP.test(host.split('.')[0] ?? '') || HELP_HOST.test(host.split('.')[0] ?? '');
  if (isHelpHost || steps.some((step) => HELP.test(step))) return 'a help centre';
  const isHome = steps.length === 0 || (steps.length === 1 && isHomeStep(steps[0] ?? ''));
  const hasPage = [...address.searchParams.keys()].some((name) => !NO_PAGE.test(name));
  return isHome && !hasPage ? 'a home page' : null;
}

function isForm(steps: readonly string[]): boolean {
  return steps.some((step, at) => FORM.test(step) || (step === 'new' && NEW_OF.test(steps[at - 1] ?? '')));
}

/** The language of a home page, or the file that it is. */
const isHomeStep = (step: string) => /^[a-z]{2}([-_][a-z]{2,4})?$|^(index|home|default)$/.test(step);

function stepsOf(path: string): string[] {
  return path
    .split('/')
    .map((step) =>
      decoded(step)
        .toLowerCase()
        .replace(/\.(html?|php|aspx?|jsp)$/, '')
        .replace(/_/g, '-'),
    )
    .filter((step) => step !== '');
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
