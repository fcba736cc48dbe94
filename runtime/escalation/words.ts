/** What Parley itself says to a contact, where neither a flow nor a team has words for it. By language; English for all others. */
const NOTICES: { readonly [language: string]: string } = {
  en: 'Sorry, nobody could answer you yet. Your message is not lost: we will write to you as soon as somebody is here.',
  ru: 'Извините, вам пока никто не смог ответить. Ваше сообщение не потеряно: мы напишем вам, как только кто-нибудь появится.',
};

/** That nobody has answered yet, in the contact's language (BCP 47, '' when unknown). */
export function noticeFor(locale: string): string {
  const [language = ''] = locale.toLowerCase().split('-');
  return NOTICES[language] ?? NOTICES.en ?? '';
}
