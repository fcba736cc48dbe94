import { Hono } from 'hono';
import { MEDIA_PATH } from '../media.ts';
import type { World } from '../world.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';

/** Upload, look up, download and delete files. Reading a file's record is in graph-objects.ts, by its id. */
export const graphMedia = (world: World) =>
  new Hono<GraphEnv>()
    .post('/:version/:id/media', async (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));

      const form = await c.req.parseBody().catch(() => ({}) as Record<string, string | File>);
      const { messaging_product: product, file, type } = form;
      const about = { number, body: { messaging_product: product, type } };
      if (product !== 'whatsapp') {
        return refuse(c, world, refusal(100, 'The parameter messaging_product is required.'), about);
      }
      if (!(file instanceof File))
        return refuse(c, world, refusal(100, 'The parameter file is required.'), about);
      const mimeType = typeof type === 'string' && type.includes('/') ? type : file.type;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const stored = world.media.upload(number.phoneNumberId, bytes, mimeType, world.clock.now());
      return 'code' in stored ? refuse(c, world, stored, about) : c.json({ id: stored.id });
    })
    .delete('/:version/:id', (c) => {
      const { id } = c.req.param();
      return world.media.remove(id) ? c.json({ success: true }) : unknownObject(c, world, id);
    })
    .get(MEDIA_PATH, (c) => {
      const media = world.media.follow(c.req.query(), world.clock.now());
      if (!media) return c.json({ error: 'URL signature expired' }, 404);
      return c.body(new Uint8Array(media.bytes), 200, { 'content-type': media.mimeType });
    });
