import { Hono } from 'hono';
import type { BusinessNumber } from '../business-number.ts';
import type { World } from '../world.ts';
import type { GraphEnv } from './graph-env.ts';

/** Where 360dialog's Messaging API is, behind the emulator's address. */
export const DIALOG360_PATH = '/_360dialog';

const MEDIA_ORIGIN = 'https://lookaside.fbsbx.com';
type Fetch = (request: Request, env: GraphEnv['Bindings']) => Response | Promise<Response>;

/**
 * 360dialog's Messaging API over the emulated platform: its key names the number, so no path does; what it passes on is Meta's JSON, and
 * so are Meta's errors. What it says of its own, it says as `{ error: "…" }`. Source: docs.360dialog.com, "Messaging API" 1.44.
 */
export function dialog360App(world: World, graph: Fetch, accessToken: string) {
  const numberOf = (key: string | undefined): BusinessNumber | undefined =>
    [...world.numbers.values()].find(({ dialog360Key }) => key !== undefined && dialog360Key === key);
  const passOn = (request: Request, env: GraphEnv['Bindings'], path: string) => {
    const headers = new Headers(request.headers);
    headers.delete('d360-api-key');
    headers.set('authorization', `Bearer ${accessToken}`);
    const { search } = new URL(request.url);
    const { method, body } = request;
    const init: RequestInit = { method, headers, ...(body && { body, duplex: 'half' as const }) };
    return graph(new Request(`${world.baseUrl()}${path}${search}`, init), env);
  };

  return new Hono<GraphEnv & { Variables: { number: BusinessNumber } }>()
    .basePath(DIALOG360_PATH)
    .use(async (c, next) => {
      const number = numberOf(c.req.header('d360-api-key'));
      if (!number) return c.json({ error: 'Invalid API key' }, 401);
      c.set('number', number);
      return next();
    })
    .post('/messages', (c) => passOn(c.req.raw, c.env, `/v25.0/${c.get('number').phoneNumberId}/messages`))
    .post('/media', (c) => passOn(c.req.raw, c.env, `/v25.0/${c.get('number').phoneNumberId}/media`))
    .get('/health_status', (c) => {
      const { phoneNumberId, wabaId } = c.get('number');
      const entity = (entity_type: string, id: string) => ({
        entity_type,
        id,
        can_send_message: 'AVAILABLE',
      });
      return c.json({
        health_status: {
          can_send_message: 'AVAILABLE',
          entities: [entity('PHONE_NUMBER', phoneNumberId), entity('WABA', wabaId)],
        },
        id: phoneNumberId,
      });
    })
    .post('/v1/configs/webhook', async (c) => {
      const { url, headers = {} } = await c.req.json<{ url: string; headers?: Record<string, string> }>();
      world.webhooks.partners.set(c.get('number').phoneNumberId, { url, headers });
      return c.json({ url, headers });
    })
    .get('/v1/configs/templates', (c) => {
      const list = world.templates.list(c.get('number').wabaId).map(({ status, id, ...template }) => ({
        ...template,
        external_id: id,
        id: `${id}WT`,
        status: status.toLowerCase(),
      }));
      const [offset, limit] = [Number(c.req.query('offset') ?? 0), Number(c.req.query('limit') ?? 1000)];
      const waba_templates = list.slice(offset, offset + limit);
      return c.json({ count: waba_templates.length, limit, offset, total: list.length, waba_templates });
    })
    .post('/v1/configs/templates', (c) =>
      passOn(c.req.raw, c.env, `/v25.0/${c.get('number').wabaId}/message_templates`),
    )
    .get('/whatsapp_business/attachments', (c) => passOn(c.req.raw, c.env, '/whatsapp_business/attachments'))
    .get('/whatsapp_business/attachments/', (c) =>
      passOn(c.req.raw, c.env, '/whatsapp_business/attachments/'),
    )
    .get('/:mediaId', async (c) => {
      const answered = await passOn(c.req.raw, c.env, `/v25.0/${c.req.param('mediaId')}`);
      const text = await answered.text();
      const { status } = answered;
      return new Response(text.replace(world.baseUrl(), MEDIA_ORIGIN), {
        status,
        headers: { 'content-type': 'application/json' },
      });
    })
    .notFound((c) => c.json({ error: 'Not found' }, 404));
}
