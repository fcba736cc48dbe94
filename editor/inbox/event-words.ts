import type { Catalogue } from '../catalogue.ts';

type Said = (who: string, kind: string) => string;
export type EventWords = {
  events: { [kind: string]: Said };
  other: Said;
  assigned: (who: string, to: string) => string;
  alarm: (deadline: string | undefined) => string;
  deadlines: { [alarm: string]: string };
  started: (flow: string, version: number) => string;
  ended: (flow: string, reason: string | undefined) => string;
  reasons: { [reason: string]: string };
};

const en: EventWords = {
  events: {
    opened: (who) => `${who} asked for a person`,
    offered: () => 'Another way to a person was offered',
    taken: (who) => `Taken over · ${who}`,
    released: (who) => `Given up · ${who}`,
    answered: (who) => `First answer · ${who}`,
    resolved: (who) => `Handed back to the bot · ${who}`,
    'handed-back': (who) => `Handed back to the bot · ${who}`,
    expired: () => 'Nobody answered in time',
    restarted: (who) => `Flow started again · ${who}`,
    started: (who) => `A flow was started · ${who}`,
    labelled: (who) => `Labels changed · ${who}`,
    snoozed: (who) => `Put off · ${who}`,
    woken: (who) => `No longer put off · ${who}`,
    blocked: (who) => `Contact blocked · ${who}`,
    unblocked: (who) => `Contact no longer blocked · ${who}`,
    merged: (who) => `Two contacts became one · ${who}`,
    noticed: () => 'The contact was told that nobody can answer now',
    'window-closing': () => 'The 24-hour window closes soon',
    'window-closed': () => 'The 24-hour window has closed: only a template reaches the contact',
  },
  other: (who, kind) => `${kind} · ${who}`,
  assigned: (who, to) => `Given to ${to} · ${who}`,
  alarm: (deadline) => `Deadline missed${deadline ? `: ${deadline}` : ''}`,
  deadlines: {
    acknowledge: 'nobody took it',
    answer: 'no answer yet',
    window: 'the 24-hour window closes soon',
  },
  started: (flow, version) => `“${flow}” began (version ${version})`,
  ended: (flow, reason) => `“${flow}” ended${reason ? `: ${reason}` : ''}`,
  reasons: { done: 'it came to its end', replaced: 'another flow began', error: 'it could not go on' },
};

const ru: EventWords = {
  events: {
    opened: (who) => `${who}: нужен человек`,
    offered: () => 'Предложен другой способ связаться с человеком',
    taken: (who) => `Диалог взят · ${who}`,
    released: (who) => `Диалог отдан · ${who}`,
    answered: (who) => `Первый ответ · ${who}`,
    resolved: (who) => `Возвращено боту · ${who}`,
    'handed-back': (who) => `Возвращено боту · ${who}`,
    expired: () => 'Никто не ответил вовремя',
    restarted: (who) => `Сценарий запущен заново · ${who}`,
    started: (who) => `Запущен сценарий · ${who}`,
    labelled: (who) => `Метки изменены · ${who}`,
    snoozed: (who) => `Отложено · ${who}`,
    woken: (who) => `Больше не отложено · ${who}`,
    blocked: (who) => `Контакт заблокирован · ${who}`,
    unblocked: (who) => `Контакт разблокирован · ${who}`,
    merged: (who) => `Два контакта объединены · ${who}`,
    noticed: () => 'Контакту сказано, что сейчас никто не может ответить',
    'window-closing': () => '24-часовое окно скоро закроется',
    'window-closed': () => '24-часовое окно закрылось: до контакта дойдёт только шаблон',
  },
  other: (who, kind) => `${kind} · ${who}`,
  assigned: (who, to) => `Назначено: ${to} · ${who}`,
  alarm: (deadline) => `Срок пропущен${deadline ? `: ${deadline}` : ''}`,
  deadlines: {
    acknowledge: 'никто не взял диалог',
    answer: 'ответа ещё нет',
    window: '24-часовое окно скоро закроется',
  },
  started: (flow, version) => `«${flow}» начался (версия ${version})`,
  ended: (flow, reason) => `«${flow}» закончился${reason ? `: ${reason}` : ''}`,
  reasons: { done: 'дошёл до конца', replaced: 'начался другой сценарий', error: 'не смог продолжить' },
};

export const eventWords: Catalogue<EventWords> = { en, ru };
