import type { Caller } from '../people/caller.ts';
import { isRight, type Right } from '../people/rights.ts';

/**
 * Who may call an address.
 * - `anyone`: it gives away nothing that is not public, or asks for a secret of its own.
 * - `signature`: the address checks what Meta sent itself.
 * - `person`: whoever has signed in, whatever their role; programs with a key may not.
 * - a right: people whose role has it, and keys with this scope; `people/rights.ts` says which.
 */
export type Access = 'anyone' | 'signature' | 'person' | Right;

/** Every address there is and who may call it. The app does not start with one that is not here. */
export const ACCESS: { readonly [route: string]: Access } = {
  'GET /webhooks/whatsapp': 'signature',
  'POST /webhooks/whatsapp': 'signature',

  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'metrics:read',

  'GET /api/openapi.json': 'anyone',
  'GET /api/docs': 'anyone',
  'GET /api/docs/style.css': 'anyone',
  'GET /api/status': 'server:read',

  'GET /api/session': 'anyone',
  'POST /api/session/sign-in': 'anyone',
  'POST /api/session/second-factor': 'anyone',
  'POST /api/session/sign-out': 'anyone',
  'POST /api/session/first-person': 'anyone',
  'POST /api/session/forgotten-password': 'anyone',
  'POST /api/session/new-password': 'anyone',
  'POST /api/session/invitation': 'anyone',
  'POST /api/session/accept-invitation': 'anyone',

  'GET /api/profile': 'person',
  'PATCH /api/profile': 'person',
  'GET /api/profile/letters': 'person',
  'PUT /api/profile/letters': 'person',
  'POST /api/profile/password': 'person',
  'POST /api/profile/second-factor': 'person',
  'POST /api/profile/second-factor/confirm': 'person',
  'POST /api/profile/second-factor/remove': 'person',
  'DELETE /api/profile/sign-ins/:id': 'person',
  'DELETE /api/profile/sign-ins': 'person',

  'GET /api/people': 'people:manage',
  'PATCH /api/people/:id': 'people:manage',
  'POST /api/people/:id/reset-link': 'people:manage',
  'GET /api/invitations': 'people:manage',
  'POST /api/invitations': 'people:manage',
  'DELETE /api/invitations/:id': 'people:manage',

  'GET /api/teams': 'teams:read',
  'POST /api/teams': 'teams:write',
  'PATCH /api/teams/:id': 'teams:write',
  'DELETE /api/teams/:id': 'teams:write',

  'GET /api/keys': 'keys:manage',
  'POST /api/keys': 'keys:manage',
  'DELETE /api/keys/:id': 'keys:manage',

  'GET /api/audit': 'audit:read',

  'GET /api/flows': 'flows:read',
  'POST /api/flows': 'flows:write',
  'POST /api/flows/check': 'flows:read',
  'GET /api/flows/:id': 'flows:read',
  'PUT /api/flows/:id': 'flows:write',
  'GET /api/flows/:id/problems': 'flows:read',
  'POST /api/flows/:id/archive': 'flows:write',
  'POST /api/flows/:id/unarchive': 'flows:write',
  'POST /api/flows/:id/publish': 'flows:publish',
  'GET /api/flows/:id/versions': 'flows:read',
  'GET /api/flows/:id/versions/:version': 'flows:read',
  'POST /api/flows/:id/versions/:version/roll-back': 'flows:publish',

  'POST /api/requests/try': 'flows:write',

  'GET /api/files': 'flows:read',
  'POST /api/files': 'flows:write',
  'GET /api/files/:id': 'flows:read',

  'GET /api/templates': 'templates:read',
  'GET /api/templates/usable': 'templates:read',
  'GET /api/templates/:id': 'templates:read',
  'POST /api/templates': 'templates:write',
  'PUT /api/templates/:id/draft': 'templates:write',
  'DELETE /api/templates/:id/draft': 'templates:write',
  'POST /api/templates/:id/submit': 'templates:write',
  'POST /api/templates/:id/unpause': 'templates:write',
  'DELETE /api/templates/:id': 'templates:write',
  'POST /api/templates/sync': 'templates:write',
  'PUT /api/templates/fallback': 'templates:write',
  'POST /api/templates/sample': 'templates:write',

  'GET /api/numbers': 'numbers:read',
  'POST /api/numbers': 'numbers:write',
  'PATCH /api/numbers/:id': 'numbers:write',
  'PUT /api/numbers/:id/flows': 'numbers:write',
  'POST /api/numbers/connect': 'numbers:write',
  'PUT /api/numbers/:id/token': 'numbers:write',
  'GET /api/numbers/:id/health': 'numbers:read',
  'POST /api/numbers/:id/health': 'numbers:read',
  'POST /api/numbers/:id/test-message': 'numbers:write',
  'GET /api/numbers/:id/profile': 'numbers:read',
  'PATCH /api/numbers/:id/profile': 'numbers:write',
  'GET /api/numbers/:id/automation': 'numbers:read',
  'PUT /api/numbers/:id/automation': 'numbers:write',
  'GET /api/numbers/:id/blocked': 'numbers:read',
  'GET /api/numbers/:id/catalogue': 'numbers:read',
  'PUT /api/numbers/:id/catalogue': 'numbers:write',
  'GET /api/numbers/:id/links': 'numbers:read',
  'POST /api/numbers/:id/links': 'flows:publish',
  'DELETE /api/numbers/:id/links/:link': 'flows:publish',
  'GET /api/products': 'flows:read',
  'GET /api/products/picture': 'flows:read',
  'GET /api/numbers/:id/identity-check': 'numbers:read',
  'PUT /api/numbers/:id/identity-check': 'numbers:write',
  'GET /api/checklist': 'numbers:read',
  'GET /api/notices': 'numbers:read',
  'GET /api/notices/unread': 'numbers:read',
  'POST /api/notices/read': 'numbers:read',
  'GET /api/notice-subscriptions': 'settings:write',
  'POST /api/notice-subscriptions': 'settings:write',
  'DELETE /api/notice-subscriptions/:id': 'settings:write',
  'POST /api/notice-subscriptions/:id/replay': 'settings:write',

  'GET /api/conversations': 'conversations:read',
  'POST /api/conversations': 'conversations:write',
  'GET /api/conversations/:id/transcript': 'conversations:read',
  'POST /api/conversations/:id/start': 'conversations:write',
  'POST /api/conversations/:id/resolve': 'conversations:write',
  'POST /api/conversations/:id/take': 'conversations:write',
  'POST /api/conversations/:id/release': 'conversations:write',
  'POST /api/conversations/:id/assign': 'conversations:write',
  'POST /api/conversations/:id/messages': 'conversations:write',
  'POST /api/conversations/:id/notes': 'conversations:write',
  'POST /api/conversations/:id/hand-back': 'conversations:write',
  'POST /api/conversations/:id/restart': 'conversations:write',
  'GET /api/conversations/:id/history': 'conversations:read',
  'GET /api/cases': 'conversations:read',
  'GET /api/agents': 'conversations:read',
  'GET /api/agents/me/presence': 'person',
  'PUT /api/agents/me/presence': 'person',
  'GET /api/teams/:id/service': 'teams:read',
  'PUT /api/teams/:id/service': 'teams:write',
  'GET /api/messages/:id/trace': 'conversations:read',

  'GET /api/inbox': 'conversations:read',
  'GET /api/inbox/counts': 'conversations:read',
  'GET /api/inbox/search': 'conversations:read',
  'POST /api/inbox/bulk': 'conversations:write',
  'POST /api/inbox/undo': 'conversations:write',
  'GET /api/inbox/views': 'conversations:read',
  'POST /api/inbox/views': 'conversations:read',
  'DELETE /api/inbox/views/:id': 'conversations:read',
  'GET /api/labels': 'conversations:read',
  'POST /api/labels': 'conversations:write',
  'DELETE /api/labels/:id': 'teams:write',
  'GET /api/conversations/:id': 'conversations:read',
  'GET /api/conversations/:id/sessions/:session/steps': 'conversations:read',
  'GET /api/conversations/:id/thread': 'conversations:read',
  'POST /api/conversations/:id/read': 'conversations:read',
  'PUT /api/conversations/:id/labels': 'conversations:write',
  'POST /api/conversations/:id/snooze': 'conversations:write',
  'POST /api/conversations/:id/block': 'contacts:write',
  'POST /api/conversations/:id/unblock': 'contacts:write',
  'PUT /api/conversations/:id/draft': 'conversations:read',
  'POST /api/conversations/:id/viewing': 'conversations:read',
  'POST /api/conversations/:id/reactions': 'conversations:write',
  'GET /api/canned-replies': 'conversations:read',
  'POST /api/canned-replies': 'conversations:write',
  'PUT /api/canned-replies/:id': 'conversations:write',
  'DELETE /api/canned-replies/:id': 'conversations:write',
  'POST /api/canned-replies/preview': 'conversations:read',
  'GET /api/live': 'conversations:read',
  'GET /api/changes': 'conversations:read',
  'GET /api/media/:id': 'conversations:read',
  'POST /api/media': 'conversations:write',

  'GET /api/contacts': 'contacts:read',
  'POST /api/contacts': 'contacts:write',
  'GET /api/contact-export.csv': 'contacts:erase',
  'GET /api/contacts/:id': 'contacts:read',
  'PATCH /api/contacts/:id': 'contacts:write',
  'GET /api/contacts/:id/merge': 'contacts:read',
  'POST /api/contacts/:id/merge': 'contacts:write',
  'DELETE /api/contacts/:id': 'contacts:erase',
  'GET /api/contacts/:id/export': 'contacts:erase',
  'POST /api/contacts/:id/consents': 'contacts:write',
  'POST /api/contacts/:id/confirm-identity': 'contacts:write',
  'GET /api/contact-fields': 'contacts:read',
  'POST /api/contact-fields': 'settings:write',
  'PATCH /api/contact-fields/:id': 'settings:write',
  'GET /api/contact-fields/:id/use': 'contacts:read',
  'DELETE /api/contact-fields/:id': 'settings:write',
  'GET /api/segments': 'contacts:read',
  'POST /api/segments': 'broadcasts:write',
  'POST /api/segments/preview': 'contacts:read',
  'PUT /api/segments/:id': 'broadcasts:write',
  'DELETE /api/segments/:id': 'broadcasts:write',
  'GET /api/imports': 'contacts:import',
  'POST /api/imports': 'contacts:import',
  'GET /api/imports/:id': 'contacts:import',
  'POST /api/imports/:id/rows': 'contacts:import',
  'POST /api/imports/:id/check': 'contacts:import',
  'POST /api/imports/:id/start': 'contacts:import',
  'POST /api/imports/:id/cancel': 'contacts:import',
  'GET /api/imports/:id/errors.csv': 'contacts:import',
  'GET /api/broadcasts': 'broadcasts:write',
  'POST /api/broadcasts': 'broadcasts:write',
  'POST /api/broadcasts/preflight': 'broadcasts:write',
  'GET /api/broadcasts/:id': 'broadcasts:write',
  'PUT /api/broadcasts/:id': 'broadcasts:write',
  'POST /api/broadcasts/:id/schedule': 'broadcasts:write',
  'POST /api/broadcasts/:id/pause': 'broadcasts:write',
  'POST /api/broadcasts/:id/resume': 'broadcasts:write',
  'POST /api/broadcasts/:id/cancel': 'broadcasts:write',
  'POST /api/broadcasts/:id/test': 'broadcasts:write',
  'GET /api/broadcasts/:id/cost': 'broadcasts:write',
  'GET /api/prices/cards': 'prices:read',
  'POST /api/prices/cards': 'settings:write',
  'GET /api/prices/cards/:id/card.csv': 'prices:read',
  'DELETE /api/prices/cards/:id': 'settings:write',
  'PUT /api/prices/numbers/:id': 'settings:write',
  'GET /api/prices/rates': 'prices:read',
  'GET /api/prices/costs': 'prices:read',
  'GET /api/prices/costs.csv': 'prices:read',

  'GET /*': 'anyone',
};

type Route = { method: string; path: string };

/** Throws when an address has no entry in the table, or an entry no address. */
export function checkAccess(routes: readonly Route[]): void {
  const served = new Set(routes.filter(isAddress).map(nameOf));
  const unlisted = [...served].filter((route) => !Object.hasOwn(ACCESS, route));
  const unserved = Object.keys(ACCESS).filter((route) => !served.has(route));
  if (unlisted.length > 0) throw new Error(`routes without an entry in access.ts: ${unlisted.join(', ')}`);
  if (unserved.length > 0) throw new Error(`entries of access.ts without a route: ${unserved.join(', ')}`);
}

/** What it takes to call an address that these routes answer: all that any of them asks for. Nothing is asked twice. */
export function accessOf(matched: readonly Route[]): Set<Access | 'unlisted'> {
  return new Set(matched.filter(isAddress).map((route) => ACCESS[nameOf(route)] ?? 'unlisted'));
}

/** Whether a caller may, where this is asked for. */
export function mayCall(caller: Caller, access: Access | 'unlisted'): boolean {
  if (access === 'anyone' || access === 'signature') return true;
  if (access === 'person') return caller.kind === 'person';
  return isRight(access) && caller.rights.has(access);
}

/** Middleware is registered for all methods below a path. */
function isAddress({ method, path }: Route): boolean {
  return method !== 'ALL' || !path.endsWith('*');
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}
