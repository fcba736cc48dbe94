import { countsAsWebForm, whyNotAWebForm } from '@parley/flows/proofs/web-form.ts';
import { describe, expect, test } from 'vitest';

describe('a link counts as a web form', () => {
  test.each([
    'https://example.com/contact',
    'https://example.com/contact-us',
    'https://example.com/en/contact-us.html',
    'https://example.com/support',
    'https://example.com/feedback/',
    'https://example.com/forms/complaint?order={{order}}',
    'https://example.com/f/12ab',
    'https://example.com/?page=contact',
    'https://example.com/#/contact',
    'https://docs.google.com/forms/d/e/1FAIpQ/viewform',
    'https://forms.gle/8Hk2',
    'https://shop.typeform.com/to/Zk3',
    'https://tally.so/r/mV8',
    'https://support.example.com/hc/en-us/requests/new',
    'https://support.example.com/contact',
    'https://help.example.com/submit-a-request',
    'https://example.com/help/contact-form',
    'https://example.com/faq/ask-a-question',
    'http://example.com/write-us',
    'https://example.com/обратная-связь',
    'https://boxexample.com/contact',
  ])('%s', (url) => {
    expect(whyNotAWebForm(url)).toBe(null);
    expect(countsAsWebForm(url)).toBe(true);
  });
});

describe('a link does not count as a web form when it leads to', () => {
  test.each([
    ['a social network', 'https://www.instagram.com/cafe'],
    ['a social network', 'https://facebook.com/cafe'],
    ['a social network', 'https://m.facebook.com/cafe/contact'],
    ['a social network', 'https://x.com/cafe'],
    ['a social network', 'https://twitter.com/cafe'],
    ['a social network', 'https://www.tiktok.com/@cafe'],
    ['a social network', 'https://youtu.be/abc'],
    ['a social network', 'https://www.linkedin.com/company/cafe'],
    ['a social network', 'https://vk.com/cafe'],
    ['a messenger', 'https://m.me/cafe'],
    ['a messenger', 'https://t.me/cafe_bot'],
    ['a messenger', 'https://telegram.me/cafe'],
    ['a messenger', 'https://wa.me/15550001111'],
    ['a messenger', 'https://api.whatsapp.com/send?phone=15550001111'],
    ['a messenger', 'https://line.me/R/ti/p/cafe'],
    ['a messenger', 'https://chats.viber.com/cafe'],
    ['a messenger', 'https://www.messenger.com/t/cafe'],
    ['an app store', 'https://play.google.com/store/apps/details?id=cafe'],
    ['an app store', 'https://apps.apple.com/app/id1'],
    ['a link that opens an app', 'https://cafe.onelink.me/abc'],
    ['a page of links', 'https://linktr.ee/cafe'],
    ['a home page', 'https://example.com'],
    ['a home page', 'https://example.com/'],
    ['a home page', 'https://www.example.com/?utm_source=whatsapp'],
    ['a home page', 'https://example.com/#top'],
    ['a home page', 'https://example.com/index.html'],
    ['a home page', 'https://example.com/pt-BR/'],
    ['a help centre', 'https://example.com/help'],
    ['a help centre', 'https://example.com/faq'],
    ['a help centre', 'https://example.com/FAQ.html'],
    ['a help centre', 'https://example.com/en/help-center/orders'],
    ['a help centre', 'https://example.com/hc/en-us'],
    ['a help centre', 'https://help.example.com/'],
    ['a help centre', 'https://help.example.com/articles/12'],
    ['a help centre', 'https://support.example.com/hc/en-us/articles/360-how-to-fill-in-the-form'],
    ['a help centre', 'https://support.example.com/'],
    ['a help centre', 'https://example.com/помощь'],
    ['no web page', 'tg://resolve?domain=cafe'],
    ['no web page', 'market://details?id=cafe'],
    ['no web page', 'example.com/contact'],
    ['no web page', ''],
  ])('%s: %s', (why, url) => {
    expect(whyNotAWebForm(url)).toBe(why);
    expect(countsAsWebForm(url)).toBe(false);
  });
});
