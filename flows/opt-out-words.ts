import { own } from './edit/record.ts';

/**
 * What somebody is told who has asked for no more messages, where the flow has no words of its own for that: once, in answer to theirs.
 * Source: WhatsApp Business Messaging Policy: opt-out requests must be honoured and confirmed.
 */
const ANSWERS: { readonly [language: string]: string } = {
  ar: 'لن نرسل إليك رسائل أخرى. يمكنك مراسلتنا في أي وقت.',
  de: 'Sie erhalten von uns keine Nachrichten mehr. Schreiben können Sie uns jederzeit.',
  en: 'You will get no more messages from us. You can write to us at any time.',
  es: 'No recibirá más mensajes nuestros. Puede escribirnos cuando quiera.',
  fr: 'Vous ne recevrez plus de messages de notre part. Vous pouvez nous écrire à tout moment.',
  hi: 'अब हम आपको संदेश नहीं भेजेंगे। आप हमें कभी भी लिख सकते हैं।',
  id: 'Anda tidak akan menerima pesan lagi dari kami. Anda dapat menulis kepada kami kapan saja.',
  it: 'Non riceverà altri messaggi da noi. Può scriverci in qualsiasi momento.',
  pt: 'Você não receberá mais mensagens nossas. Pode nos escrever quando quiser.',
  ru: 'Мы больше не будем вам писать. Вы можете написать нам в любое время.',
  tr: 'Size artık mesaj göndermeyeceğiz. Bize istediğiniz zaman yazabilirsiniz.',
  uk: 'Ми більше не писатимемо вам. Ви можете написати нам будь-коли.',
};

/** In a language such as `pt-BR`; in English where there are no words in it. */
export function optOutAnswer(locale: string): string {
  return own(ANSWERS, locale) ?? own(ANSWERS, locale.split('-')[0] ?? '') ?? ANSWERS.en ?? '';
}
