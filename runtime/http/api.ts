import { OpenAPIHono } from '@hono/zod-openapi';
import { agents } from './agents.ts';
import { auditLog } from './audit.ts';
import { type BroadcastsDeps, broadcasts } from './broadcasts.ts';
import { cannedReplies } from './canned-replies.ts';
import { type CasesDeps, cases } from './cases.ts';
import { checklist } from './checklist.ts';
import { contactFields } from './contact-fields.ts';
import { contactMerge } from './contact-merge.ts';
import { contactPerson } from './contact-person.ts';
import { contacts } from './contacts.ts';
import { conversationPanel } from './conversation-panel.ts';
import { type ConversationsDeps, conversations } from './conversations.ts';
import { entryLinks } from './entry-links.ts';
import { type FilesDeps, files } from './files.ts';
import { flowVersions } from './flow-versions.ts';
import { flows } from './flows.ts';
import { imports } from './imports.ts';
import { inbox } from './inbox.ts';
import { type InvitationsDeps, invitations } from './invitations.ts';
import { keys } from './keys.ts';
import { type LiveRouteDeps, liveRoutes } from './live.ts';
import { type MediaRouteDeps, mediaRoutes } from './media.ts';
import { messageTrace } from './message-trace.ts';
import { notices } from './notices.ts';
import { type NumberConnectionDeps, numberConnection } from './number-connection.ts';
import { type NumberHealthDeps, numberHealth } from './number-health.ts';
import { type NumbersDeps, numbers } from './numbers.ts';
import { people } from './people.ts';
import { prices } from './prices.ts';
import { refuse } from './problem.ts';
import { profile } from './profile.ts';
import { segments } from './segments.ts';
import { type SessionDeps, session } from './session.ts';
import { sessionSteps } from './session-steps.ts';
import { type ShopDeps, shop } from './shop.ts';
import { type StatusDeps, status } from './status.ts';
import { teams } from './teams.ts';
import { type TemplatesDeps, templates } from './templates.ts';
import { type ThreadDeps, thread } from './thread.ts';
import { type TryRequestDeps, tryRequest } from './try-request.ts';
import { webhooksOut } from './webhooks-out.ts';

export type ApiDeps = NumbersDeps &
  NumberHealthDeps &
  ShopDeps &
  NumberConnectionDeps &
  BroadcastsDeps &
  CasesDeps &
  ConversationsDeps &
  ThreadDeps &
  LiveRouteDeps &
  MediaRouteDeps &
  FilesDeps &
  TemplatesDeps &
  StatusDeps &
  SessionDeps &
  InvitationsDeps &
  TryRequestDeps;

/** Everything under /api that a program or the web app calls. */
export function api(deps: ApiDeps) {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return;
      const fields = result.error.issues.map(({ path, message }) => ({
        in: result.target,
        path: path.map(String).join('.'),
        message,
      }));
      const [first] = fields;
      refuse('request-invalid', {
        detail: first && `${first.path || `The ${first.in}`}: ${first.message}.`,
        fields,
      });
    },
  })
    .route('/', status(deps))
    .route('/session', session(deps))
    .route('/profile', profile(deps))
    .route('/people', people(deps))
    .route('/', invitations(deps))
    .route('/teams', teams(deps))
    .route('/keys', keys(deps))
    .route('/audit', auditLog(deps))
    .route('/flows', flows(deps))
    .route('/flows', flowVersions(deps))
    .route('/', tryRequest(deps))
    .route('/numbers', numbers(deps))
    .route('/numbers', numberHealth(deps))
    .route('/numbers', numberConnection(deps))
    .route('/', shop(deps))
    .route('/numbers', entryLinks(deps))
    .route('/notices', notices(deps))
    .route('/', checklist(deps))
    .route('/notice-subscriptions', webhooksOut(deps))
    .route('/', conversations(deps))
    .route('/', cases(deps))
    .route('/', agents(deps))
    .route('/', contacts(deps))
    .route('/', contactMerge(deps))
    .route('/', contactPerson(deps))
    .route('/', contactFields(deps))
    .route('/', segments(deps))
    .route('/', imports(deps))
    .route('/', broadcasts(deps))
    .route('/', prices(deps))
    .route('/', messageTrace(deps))
    .route('/', inbox(deps))
    .route('/', thread(deps))
    .route('/', conversationPanel(deps))
    .route('/', sessionSteps(deps))
    .route('/canned-replies', cannedReplies(deps))
    .route('/', liveRoutes(deps))
    .route('/', mediaRoutes(deps))
    .route('/', files(deps))
    .route('/templates', templates(deps));
}
