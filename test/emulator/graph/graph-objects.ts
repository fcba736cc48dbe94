import { Hono } from 'hono';
import type { BusinessNumber } from '../business-number.ts';
import type { World } from '../world.ts';
import { type GraphEnv, page, pick, unknownObject } from './graph-env.ts';

const NUMBER_FIELDS = ['verified_name', 'display_phone_number', 'quality_rating'];
const TEMPLATE_FIELDS = ['name', 'language', 'status', 'category', 'components', 'parameter_format'];

/** What can be read by id: numbers, accounts, files; and the lists of an account. */
export const graphObjects = (world: World, subscribed: Set<string>) =>
  new Hono<GraphEnv>()
    .get('/:version/:id/message_templates', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      const { fields, name, status, language, category } = c.req.query();
      const wanted = world.templates.list(id).filter(
        (template) =>
          // WhatsApp searches the name, it does not compare it.
          (!name || template.name.includes(name)) &&
          (!status || template.status === status) &&
          (!language || template.language === language) &&
          (!category || template.category === category),
      );
      const items = wanted.map(({ wabaId, quality_score, pacing: _, ...template }) =>
        pick({ ...template, quality_score: quality_score ?? { score: 'UNKNOWN' } }, fields, TEMPLATE_FIELDS),
      );
      return c.json(page(items, c.req.query(), publicUrl(world, c.req.url)));
    })
    .get('/:version/:id/phone_numbers', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      const numbers = [...world.numbers.values()].filter((number) => number.wabaId === id);
      const items = numbers.map((number) => pick(numberFields(number), c.req.query('fields'), NUMBER_FIELDS));
      return c.json(page(items, c.req.query(), publicUrl(world, c.req.url)));
    })
    .get('/:version/:id/subscribed_apps', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      const app = {
        id: '500000000000001',
        name: 'Emulated app',
        link: 'https://www.facebook.com/games/?app_id=500000000000001',
      };
      return c.json({ data: subscribed.has(id) ? [{ whatsapp_business_api_data: app }] : [] });
    })
    .post('/:version/:id/subscribed_apps', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      subscribed.add(id);
      return c.json({ success: true });
    })
    .delete('/:version/:id/subscribed_apps', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      subscribed.delete(id);
      return c.json({ success: true });
    })
    .get('/:version/:id', (c) => {
      const { id } = c.req.param();
      const fields = c.req.query('fields');
      const number = world.numbers.get(id);
      if (number) return c.json(pick(numberFields(number), fields, NUMBER_FIELDS));
      if (isAccount(world, id))
        return c.json(pick({ id, name: 'Emulated account', currency: 'EUR', timezone_id: '1' }, fields));

      const now = world.clock.now();
      const media = world.media.find(id, now);
      const owner = c.req.query('phone_number_id');
      if (!media || (owner && owner !== media.phoneNumberId)) return unknownObject(c, world, id);
      return c.json({
        messaging_product: 'whatsapp',
        url: world.baseUrl() + world.media.link(media, now),
        mime_type: media.mimeType,
        sha256: media.sha256.toString('hex'),
        file_size: media.bytes.length,
        id,
      });
    });

function isAccount(world: World, id: string): boolean {
  return [...world.numbers.values()].some((number) => number.wabaId === id);
}

/** Formatted here, digits in webhooks. Most fields come only when asked for by name. */
function numberFields(number: BusinessNumber): Record<string, unknown> {
  return {
    verified_name: number.verifiedName,
    code_verification_status: 'VERIFIED',
    display_phone_number: number.displayPhoneNumber,
    quality_rating: number.qualityRating,
    platform_type: 'CLOUD_API',
    throughput: { level: number.throughput > 80 ? 'HIGH' : 'STANDARD' },
    status: number.status,
    name_status: number.nameStatus,
    account_mode: 'LIVE',
    whatsapp_business_manager_messaging_limit: number.messagingLimit,
    is_official_business_account: false,
    is_pin_enabled: number.settings.pin !== null,
    health_status: {
      can_send_message: number.status === 'CONNECTED' ? 'AVAILABLE' : 'BLOCKED',
      entities: [],
    },
    conversational_automation: { prompts: number.settings.prompts, commands: number.settings.commands },
    id: number.phoneNumberId,
  };
}

function publicUrl(world: World, url: string): URL {
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, world.baseUrl());
}
