import type { Context } from 'hono';
import { Hono } from 'hono';
import { type DefinitionFault, definitionFault } from '../templates/definition-rules.ts';
import { TemplateOptions } from '../templates/templates.ts';
import type { World } from '../world.ts';
import { type GraphEnv, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';

const APP_ID = '500000000000001';

/** What changes templates: submit, edit, delete, unpause; the app of a token; uploads of samples. Review is the test's: `setTemplateStatus`. */
export const graphTemplates = (world: World) =>
  new Hono<GraphEnv>()
    .post('/:version/:id/message_templates', async (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      const body: unknown = await c.req.json().catch(() => undefined);
      c.env.record.body = body;
      const read = TemplateOptions.omit({ status: true, id: true, wabaId: true, quality_score: true })
        .loose()
        .safeParse(body);
      if (!read.success) {
        const [issue] = read.error.issues;
        return refuse(
          c,
          world,
          refusal(100, `(#100) Invalid parameter: ${issue?.path.join('.')} ${issue?.message}`),
        );
      }
      const { name, language, components, category, parameter_format } = read.data;
      if (!/^[a-z0-9_]{1,512}$/.test(name))
        return refuse(c, world, refusal(100, 'Name has characters that are not allowed'));
      if (world.templates.find(id, name, language)) {
        return refuseDefinition(c, world, {
          subcode: 2388024,
          title: 'Content in This Language Already Exists',
          message: `There is already ${language} content for this template.`,
        });
      }
      const fault = definitionFault(components, category);
      if (fault) return refuseDefinition(c, world, fault);
      const added = world.templates.add({
        ...{ name, language, components, category, parameter_format },
        status: 'PENDING',
        wabaId: id,
      });
      return c.json({ id: added.id, status: added.status, category: added.category });
    })
    .delete('/:version/:id/message_templates', (c) => {
      const { id } = c.req.param();
      if (!isAccount(world, id)) return unknownObject(c, world, id);
      const { name, hsm_id: templateId } = c.req.query();
      if (!name) return refuse(c, world, refusal(100, 'The parameter name is required.'));
      const removed = world.templates.remove(id, name, templateId);
      return removed > 0
        ? c.json({ success: true })
        : refuseDefinition(c, world, {
            subcode: 2593002,
            title: 'Message Template Not Found',
            message: 'Cannot delete message template: it was not found.',
          });
    })
    .get('/:version/debug_token', (c) =>
      c.json({
        data: {
          app_id: APP_ID,
          type: 'SYSTEM_USER',
          is_valid: true,
          expires_at: 0,
          scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
        },
      }),
    )
    .post('/:version/:id/uploads', (c) => {
      const { id } = c.req.param();
      if (id !== APP_ID) return unknownObject(c, world, id);
      const { file_length: length, file_type: type } = c.req.query();
      if (!Number(length) || !type)
        return refuse(c, world, refusal(100, 'file_length and file_type are required.'));
      return c.json({
        id: `upload:${Buffer.from(`${type} ${length}`).toString('base64url')}?sig=ARZemulated`,
      });
    })
    .post('/:version/:session{upload:.+}', async (c) => {
      const session = c.req.param('session').slice('upload:'.length);
      const [type = '', length = ''] = Buffer.from(session, 'base64url').toString().split(' ');
      if (!c.req.header('authorization')?.startsWith('OAuth ') || c.req.header('file_offset') !== '0') {
        return refuse(c, world, refusal(100, 'An upload needs OAuth and a file_offset.'));
      }
      const bytes = await c.req.arrayBuffer();
      if (bytes.byteLength !== Number(length))
        return refuse(c, world, refusal(100, 'The file has another length.'));
      return c.json({ h: `4::${Buffer.from(type).toString('base64')}:${world.ids.secret()}` });
    })
    .post('/:version/:id/unpause', (c) => {
      const template = world.templates.byId(c.req.param('id'));
      if (!template) return unknownObject(c, world, c.req.param('id'));
      if (template.status !== 'PAUSED') return refuse(c, world, refusal(100, 'The template is not paused.'));
      template.status = 'APPROVED';
      return c.json({ success: true });
    })
    .post('/:version/:id', async (c, next) => {
      const template = world.templates.byId(c.req.param('id'));
      if (!template) return next();
      const body: unknown = await c.req.json().catch(() => ({}));
      c.env.record.body = body;
      const read = TemplateOptions.pick({ components: true, category: true })
        .partial()
        .loose()
        .safeParse(body);
      if (!read.success) return refuse(c, world, refusal(100, 'Invalid parameter'));
      if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
        return refuseDefinition(c, world, {
          subcode: 2388026,
          title: 'Template Can’t Be Edited',
          message: `A template that is ${template.status} can’t be edited.`,
        });
      }
      const isGiven = typeof body === 'object' && body !== null && 'category' in body;
      if (isGiven && template.status === 'APPROVED' && read.data.category !== template.category) {
        return refuse(c, world, refusal(100, 'The category of an approved template cannot be changed.'));
      }
      const components = read.data.components ?? template.components;
      const category = isGiven ? (read.data.category ?? template.category) : template.category;
      const fault = definitionFault(components, category);
      if (fault) return refuseDefinition(c, world, fault);
      Object.assign(template, { components, category, status: 'PENDING' });
      return c.json({ success: true });
    });

function isAccount(world: World, id: string): boolean {
  return [...world.numbers.values()].some((number) => number.wabaId === id);
}

/** Faults of a definition have words for people, and no details of WhatsApp's own. */
function refuseDefinition(c: Context<GraphEnv>, world: World, { subcode, title, message }: DefinitionFault) {
  return c.json(
    {
      error: {
        message: 'Invalid parameter',
        type: 'OAuthException',
        code: 100,
        error_subcode: subcode,
        is_transient: false,
        error_user_title: title,
        error_user_msg: message,
        fbtrace_id: world.ids.traceId(),
      },
    },
    400,
  );
}
