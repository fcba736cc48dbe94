import type { LetterLanguage } from '../people/letters.ts';

/** What a letter says of one alarm: nothing of what the contact wrote, and not who they are. */
export type ToldAlarm = {
  kind: string;
  /** The team's name; null for none. */
  team: string | null;
  /** What the flow gives as its reason; null for none. */
  reason: string | null;
  waitsSince: Date;
  link: string;
};

export type AlarmLetter = {
  alarms: readonly ToldAlarm[];
  /** How many more there are. */
  others: number;
  inbox: string;
  settings: string;
};

/** Subject and text of a letter, in one language or, for somebody who has chosen none, in all of them. */
export function alarmLetterText(
  letter: AlarmLetter,
  language: LetterLanguage | null,
): { subject: string; text: string } {
  const spoken = language === null ? [WORDS.en, WORDS.ru] : [WORDS[language]];
  const count = letter.alarms.length + letter.others;
  return {
    subject: `Parley: ${subjectOf(letter, count, spoken[0] ?? WORDS.en)}`,
    text: spoken.map((words) => textOf(letter, words)).join('\n\n———\n\n'),
  };
}

function subjectOf({ alarms }: AlarmLetter, count: number, words: Words): string {
  const [first] = alarms;
  return count === 1 && first ? words.happened(first.kind) : words.many(count);
}

function textOf({ alarms, others, inbox, settings }: AlarmLetter, words: Words): string {
  const lines = alarms.map(({ kind, team, reason, waitsSince, link }) => {
    const facts = [
      ...(team === null ? [] : [words.team(oneLine(team))]),
      ...(reason === null ? [] : [words.reason(oneLine(reason))]),
      words.since(`${waitsSince.toISOString().slice(0, 16).replace('T', ' ')} UTC`),
    ];
    return `${words.happened(kind)}\n${facts.join('; ')}\n${link}`;
  });
  const rest = others === 0 ? [] : [`${words.more(others)}\n${inbox}`];
  return [...lines, ...rest, `${words.why}\n${settings}`].join('\n\n').concat('\n');
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 200);

type Words = {
  happened: (kind: string) => string;
  many: (count: number) => string;
  team: (name: string) => string;
  reason: (reason: string) => string;
  since: (at: string) => string;
  more: (count: number) => string;
  why: string;
};

const WORDS: { readonly [language in LetterLanguage]: Words } = {
  en: {
    happened: (kind) => {
      if (kind === 'window') return 'The 24-hour window closes soon, and the contact has no answer';
      return kind === 'answer' ? 'A contact still has no answer' : 'Nobody has taken a conversation';
    },
    many: (count) => `${count} conversations wait for somebody`,
    team: (name) => `Team: ${name}`,
    reason: (reason) => `reason: ${reason}`,
    since: (at) => `waiting since ${at}`,
    more: (count) => `And ${count} more:`,
    why: 'Which letters you get is set in your account:',
  },
  ru: {
    happened: (kind) => {
      if (kind === 'window') return '24-часовое окно скоро закроется, а ответа контакту нет';
      return kind === 'answer' ? 'Контакт всё ещё без ответа' : 'Никто не взял диалог';
    },
    many: (count) => `Диалоги ждут человека: ${count}`,
    team: (name) => `Команда: ${name}`,
    reason: (reason) => `причина: ${reason}`,
    since: (at) => `ждёт с ${at}`,
    more: (count) => `И ещё ${count}:`,
    why: 'Какие письма вы получаете, можно выбрать в своём аккаунте:',
  },
};
