import type { Catalogue } from '../catalogue.ts';

type BlockedWords = {
  blocked: string;
  help: string;
  nobody: string;
  hiddenNumber: (userId: string) => string;
};

export const blockedWords: Catalogue<BlockedWords> = {
  en: {
    blocked: 'Blocked people',
    help: 'Who is blocked at WhatsApp on this number. People are blocked and let in again in their conversation in the inbox; WhatsApp blocks only whoever wrote within 24 hours.',
    nobody: 'Nobody is blocked.',
    hiddenNumber: (userId) => `Without a number (${userId})`,
  },
  ru: {
    blocked: 'Заблокированные',
    help: 'Кто заблокирован в WhatsApp на этом номере. Блокируют и возвращают в беседе во входящих; WhatsApp блокирует только тех, кто писал в последние 24 часа.',
    nobody: 'Никто не заблокирован.',
    hiddenNumber: (userId) => `Без номера (${userId})`,
  },
};
