import type {
  BusinessProfileBody,
  ConnectionStepBody,
  NumberAutomationBody,
  NumberBody,
  NumberHealthBody,
  NumbersBody,
} from '@parley/runtime/http/number-schemas.ts';
import { type Answer, call } from '../api.ts';

/** What the screens for numbers and notices ask the server. The types are those of the API; see /api/docs. */

export type NumberRow = NumberBody;

export type Severity = 'info' | 'warning' | 'error';
export type NoticeText = { happened: string; advice: string };
export type Notice = {
  id: string;
  kind: string;
  severity: Severity;
  subject: { kind: string; id: string; name: string };
  words: { en: NoticeText; ru: NoticeText };
  /** Whose ways to a person are to be looked at now. */
  flows: { id: string; name: string }[];
  dueAt: string | null;
  at: string;
  isRead: boolean;
};
export type Unread = { unread: number; worst: Severity | null };

export type NumberHealth = NumberHealthBody;
export type Step = ConnectionStepBody;
export type StepName = Step['step'];
export type Connection =
  | {
      provider: 'meta';
      phoneNumberId: string;
      businessAccountId: string;
      accessToken: string;
      appSecret: string;
      pin?: string;
    }
  | { provider: '360dialog'; accessToken: string; displayPhone?: string };
export type Profile = Omit<BusinessProfileBody, 'pictureUrl'>;
export type Automation = NumberAutomationBody;

export type Subscription = {
  id: string;
  way: 'webhook' | 'email';
  target: string;
  least: Severity;
  waiting: number;
  failed: number;
  lastAnswer: string | null;
  lastAt: string | null;
};

export type ChecklistName =
  | 'connect'
  | 'profile'
  | 'verify'
  | 'consent'
  | 'import'
  | 'template'
  | 'converse'
  | 'escalate'
  | 'watch';
export type ChecklistStep = { step: ChecklistName; state: 'done' | 'open' | 'attention'; count: number };

const one = (id: string, rest: string) => `/api/numbers/${encodeURIComponent(id)}/${rest}`;

export const listNumberRows = () => call<NumbersBody>('GET', '/api/numbers');
export const connectNumber = (given: Connection) =>
  call<{ id: string; steps: Step[] }>('POST', '/api/numbers/connect', given);
export const replaceToken = (id: string, accessToken: string) =>
  call<{ expiresAt: string | null }>('PUT', one(id, 'token'), { accessToken });
export const readHealth = (id: string) => call<NumberHealth>('GET', one(id, 'health'));
export const askHealth = (id: string) => call<NumberHealth>('POST', one(id, 'health'));
export const sendTest = (
  id: string,
  given: { to: string; text: string } | { to: string; template: string; language: string },
) => call<{ wamid: string }>('POST', one(id, 'test-message'), given);
export const readProfile = (id: string) => call<BusinessProfileBody>('GET', one(id, 'profile'));
export const changeProfile = (id: string, profile: Partial<Profile>) =>
  call<object>('PATCH', one(id, 'profile'), profile);
export const listBlocked = (id: string) =>
  call<{ blocked: { waId: string | null; userId: string | null }[] }>('GET', one(id, 'blocked'));
export const readAutomation = (id: string) => call<Automation>('GET', one(id, 'automation'));
export const changeAutomation = (id: string, automation: Automation) =>
  call<object>('PUT', one(id, 'automation'), automation);

export const listNotices = (severity: Severity | null, before: string | null) => {
  const query = new URLSearchParams({ ...(severity && { severity }), ...(before && { before }) });
  return call<{ notices: Notice[]; next: string | null }>('GET', `/api/notices?${query}`);
};
export const countUnread = () => call<Unread>('GET', '/api/notices/unread');
export const markRead = (which: { ids: string[] } | { upTo: string }) =>
  call<Unread>('POST', '/api/notices/read', which);

export const listSubscriptions = () =>
  call<{ subscriptions: Subscription[] }>('GET', '/api/notice-subscriptions');
export const subscribe = (given: Pick<Subscription, 'way' | 'target' | 'least'>) =>
  call<{ id: string; secret: string | null }>('POST', '/api/notice-subscriptions', given);
export const unsubscribe = (id: string) => call<object>('DELETE', `/api/notice-subscriptions/${id}`);
export const replay = (id: string) =>
  call<{ replayed: number }>('POST', `/api/notice-subscriptions/${id}/replay`, {});

export const readChecklist = (): Promise<Answer<{ steps: ChecklistStep[] }>> => call('GET', '/api/checklist');

export const UNREAD_KEY = ['notices', 'unread'];
