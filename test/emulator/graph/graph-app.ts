import { Hono } from 'hono';
import type { World } from '../world.ts';
import { graphBlocks } from './graph-blocks.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';
import { graphMedia } from './graph-media.ts';
import { graphMessages } from './graph-messages.ts';
import { graphNumbers } from './graph-numbers.ts';
import { graphObjects } from './graph-objects.ts';
import { graphShop } from './graph-shop.ts';
import { graphTemplates } from './graph-templates.ts';

/** The Graph API as one app: token first, then the routes, then what Graph says of anything else. */
export function graphApp(world: World, tokens: ReadonlySet<string>, subscribed: Set<string>) {
  return new Hono<GraphEnv>()
    .use(async (c, next) => {
      const header = c.req.header('authorization') ?? '';
      // Uploads are asked for with the older word.
      const token = /^(Bearer|OAuth) /.test(header)
        ? header.slice(header.indexOf(' ') + 1)
        : c.req.query('access_token');
      if (token === undefined || !tokens.has(token)) return refuse(c, world, refusal(190, 'unknown token'));
      return next();
    })
    .route('/', graphMessages(world))
    .route('/', graphNumbers(world))
    .route('/', graphBlocks(world))
    .route('/', graphShop(world))
    .route('/', graphTemplates(world))
    .route('/', graphMedia(world))
    .route('/', graphObjects(world, subscribed))
    .notFound((c) => unknownObject(c, world, c.req.path.split('/')[2] ?? ''));
}
