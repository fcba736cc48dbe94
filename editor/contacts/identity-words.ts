import type { Catalogue } from '../catalogue.ts';

type IdentityWords = {
  stopped: string;
  stoppedHelp: string;
  doubted: string;
  doubtedHelp: string;
  since: string;
  same: string;
  write: string;
  confirmed: (who: string) => string;
  bot: string;
};

export const identityWords: Catalogue<IdentityWords> = {
  en: {
    stopped: 'This may be somebody else',
    stoppedHelp:
      'The WhatsApp keys of this number have changed, as with a new phone or a new owner. Nothing is sent until you say what to do.',
    doubted: 'Not verified yet',
    doubtedHelp: 'Messages go again, but what is known of this contact may be somebody else’s.',
    since: 'Since',
    same: 'It is the same person',
    write: 'Write to whoever is there',
    confirmed: (who) => `Identity last confirmed by ${who}`,
    bot: 'the bot',
  },
  ru: {
    stopped: 'Возможно, это другой человек',
    stoppedHelp:
      'Ключи WhatsApp этого номера сменились: новый телефон или новый владелец. Ничего не отправляется, пока вы не решите, что делать.',
    doubted: 'Личность не проверена',
    doubtedHelp: 'Сообщения снова уходят, но известные данные могут относиться к другому человеку.',
    since: 'С',
    same: 'Это тот же человек',
    write: 'Писать тому, кто на связи',
    confirmed: (who) => `Личность подтверждает: ${who}`,
    bot: 'бот',
  },
};
