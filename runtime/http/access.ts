/**
 * Who may call an address.
 * - `anyone`: it gives away nothing that is not public.
 * - `signature`: the address checks what Meta sent itself.
 * - `key`: with the API key in `Authorization: Bearer …`.
 */
export type Access = 'anyone' | 'signature' | 'key';

/** Every address there is and who may call it. The app does not start with one that is not here. */
export const ACCESS: { readonly [route: string]: Access } = {
  'GET /webhooks/whatsapp': 'signature',
  'POST /webhooks/whatsapp': 'signature',

  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'key',

  'GET /api/openapi.json': 'anyone',
  'GET /api/docs': 'anyone',
  'GET /api/docs/style.css': 'anyone',
  'GET /api/status': 'key',

  'GET /api/flows': 'key',
  'POST /api/flows': 'key',
  'POST /api/flows/check': 'key',
  'GET /api/flows/:id': 'key',
  'PUT /api/flows/:id': 'key',
  'GET /api/flows/:id/problems': 'key',
  'POST /api/flows/:id/publish': 'key',
  'GET /api/flows/:id/versions': 'key',
  'GET /api/flows/:id/versions/:version': 'key',
  'POST /api/flows/:id/versions/:version/roll-back': 'key',

  'GET /api/numbers': 'key',
  'POST /api/numbers': 'key',
  'PATCH /api/numbers/:id': 'key',
  'PUT /api/numbers/:id/flows': 'key',

  'GET /api/conversations': 'key',
  'POST /api/conversations': 'key',
  'GET /api/conversations/:id/transcript': 'key',
  'POST /api/conversations/:id/start': 'key',
  'POST /api/conversations/:id/resolve': 'key',
  'GET /api/cases': 'key',
  'GET /api/messages/:id/trace': 'key',

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

/** What it takes to call an address that these routes answer: the strictest that any of them asks for. */
export function accessOf(matched: readonly Route[]): Access {
  const asked = matched.filter(isAddress).map((route) => ACCESS[nameOf(route)] ?? 'key');
  return asked.includes('key') ? 'key' : asked.includes('signature') ? 'signature' : 'anyone';
}

/** Middleware is registered for all methods below a path. */
function isAddress({ method, path }: Route): boolean {
  return method !== 'ALL' || !path.endsWith('*');
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}
