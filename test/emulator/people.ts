import { createHash } from 'node:crypto';

/** A person on WhatsApp. */
export type Person = {
  /** International digits; null for somebody known by user id alone. */
  waId: string | null;
  /** Business-scoped user id, the same for every number of this emulator. */
  userId: string;
  name: string;
  username: string | null;
  /** Language of the phone. WhatsApp never tells a business; it is here for the test's own use. */
  locale: string;
  /** True once the person has a username and the business may not see the number: webhooks leave it out. */
  hidesNumber: boolean;
  /** False for a number that has no WhatsApp account. */
  onWhatsApp: boolean;
  /** `stopped` by the person (131050), or `capped` by WhatsApp for now (131049). */
  marketing: 'allowed' | 'stopped' | 'capped';
  readReceipts: boolean;
  identityHash: string;
};

export type PersonOptions = Partial<Omit<Person, 'waId' | 'identityHash'>>;

export type People = {
  find(id: string): Person | undefined;
  /** The person with this phone number or user id, made up on first mention; options change what is known of them. */
  know(id: string, options?: PersonOptions): Person;
  /** The person moves to another number: a new wa_id, and with it a new user id. */
  changeNumber(person: Person, waId: string): void;
};

/** A user id looks like `US.1349…`: a country, a dot, letters and digits. */
export function isUserId(id: string): boolean {
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/.test(id);
}

export function createPeople(): People {
  const people = new Map<string, Person>();
  const remember = (person: Person) => {
    if (person.waId) people.set(person.waId, person);
    people.set(person.userId, person);
  };

  return {
    find: (id) => people.get(id),
    know(id, options = {}) {
      const known = people.get(id);
      if (known) {
        Object.assign(known, options);
        remember(known);
        return known;
      }
      const waId = isUserId(id) ? null : id;
      const person: Person = {
        userId: waId === null ? id : userIdOf(id),
        name: 'Test person',
        username: null,
        locale: 'en',
        hidesNumber: waId === null,
        onWhatsApp: true,
        marketing: 'allowed',
        readReceipts: true,
        ...options,
        waId,
        identityHash: createHash('sha256').update(id).digest('base64').slice(0, 12),
      };
      remember(person);
      return person;
    },
    changeNumber(person, waId) {
      if (person.waId) people.delete(person.waId);
      people.delete(person.userId);
      person.waId = waId;
      person.userId = userIdOf(waId);
      person.identityHash = createHash('sha256').update(waId).digest('base64').slice(0, 12);
      remember(person);
    },
  };
}

/** One user id per number, the same in every run, so that a person has one history in a database. */
function userIdOf(waId: string): string {
  const digest = createHash('sha256').update(waId).digest();
  return `US.${Array.from(digest.subarray(0, 20), (byte) => String(byte % 10)).join('')}`;
}
