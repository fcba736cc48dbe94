import type { BusinessNumber } from './business-number.ts';
import type { Accepted } from './ledger.ts';
import type { Person } from './people.ts';
import type { ShownMessage } from './phone/shown-message.ts';
import { closedWindow, type Window } from './windows.ts';

/** What WhatsApp and the phone know of one person's chat with one business number. */
export type Thread = {
  number: BusinessNumber;
  person: Person;
  window: Window;
  /** The person has blocked the business: sends are accepted and stay `sent`. */
  isBlocked: boolean;
  /** The phone is switched on. What arrives while it is off is shown and delivered later. */
  isOnline: boolean;
  /** Everything on the screen from the business, oldest first. */
  screen: ShownMessage[];
  /** Accepted while the phone was off. */
  waiting: Accepted[];
  /** Messages from the person, by id. */
  written: Map<string, { at: number; type: string }>;
  /** When the business last showed the typing bubble. */
  typingAt: number | null;
  /** Called when the screen has changed. */
  watchers: Set<() => void>;
};

export type Threads = {
  of(number: BusinessNumber, person: Person): Thread;
  /** The chat in which a person wrote the message with this id. */
  whereWritten: Map<string, Thread>;
  /** The message with this id that the business sent, and the chat it went into. */
  sent: Map<string, { thread: Thread; record: Accepted }>;
};

export function createThreads(): Threads {
  // Keyed by the person itself: a person may change number and user id.
  const threads = new Map<string, Map<Person, Thread>>();
  return {
    of(number, person) {
      const ofNumber = threads.get(number.phoneNumberId) ?? new Map<Person, Thread>();
      threads.set(number.phoneNumberId, ofNumber);
      const known = ofNumber.get(person);
      if (known) return known;
      const thread: Thread = {
        number,
        person,
        window: closedWindow(),
        isBlocked: false,
        isOnline: true,
        screen: [],
        waiting: [],
        written: new Map(),
        typingAt: null,
        watchers: new Set(),
      };
      ofNumber.set(person, thread);
      return thread;
    },
    whereWritten: new Map(),
    sent: new Map(),
  };
}
