/** Set by a node that has verified who the contact is, for the rest of its turn: the facts know of it from the next one on. */
export const VERIFIED = 'contact.verified';
