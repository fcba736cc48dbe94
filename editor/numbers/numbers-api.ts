import { type Answer, call, type NumberSummary } from '../api.ts';

/** What the screens for numbers and notices ask the server. The types are those of the API; see /api/docs. */

export type NumberRow = NumberSummary & {
  businessAccountId: string | null;
  catalogId: string | null;
  throughput: number;
};

export type Severity = 'info' | 'warning' | 'error';
export type NoticeText = { happened: string; advice: string };
export type Notice = {
  id: string;
  kind: string;
  severity: Severity;
  subject: { kind: string; id: string; name: string };
  words: { en: NoticeText; ru: NoticeText };
  dueAt: string | null;
  at: string;
  isRead: boolean;
};
export type Unread = { unread: number; worst: Severity | null };

export type NumberSaid = {
  displayPhone: string | null;
  verifiedName: string | null;
  nameStatus: string | null;
  quality: string | null;
  status: string | null;
  verification: string | null;
  limit: string | null;
  throughput: string | null;
  isOfficial: boolean | null;
  isPinSet: boolean | null;
  mode: string | null;
  canSend: string | null;
  obstacles: { code: string | null; happened: string; advice: string }[];
};

export type NumberHealth = {
  said: NumberSaid | null;
  readAt: string | null;
  problem: string | null;
  tokenExpiresAt: string | null;
  readings: { what: string; value: string; at: string }[];
  limit: {
    limit: string | null;
    most: number | null;
    used: number;
    usedInWeek: number;
    next: { limit: string; most: number | null; peopleInWeek: number } | null;
  };
  webhook: { seenAt: string | null; requests: number; averageMs: number | null; slow: number };
  day: {
    sent: number;
    failed: number;
    errors: {
      code: number | null;
      reason: string;
      count: number;
      words: { en: NoticeText; ru: NoticeText };
    }[];
  };
};

export type StepName = 'token' | 'number' | 'account' | 'register' | 'webhooks' | 'stored';
export type Step = { step: StepName; state: 'done' | 'skipped' | 'failed'; detail: string | null };
export type Connection = {
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  pin?: string;
};

export type Profile = {
  about: string;
  address: string;
  description: string;
  email: string;
  websites: string[];
  vertical: string;
};
export type Automation = { iceBreakers: string[]; commands: { name: string; hint: string }[] };

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

export const listNumberRows = () => call<{ numbers: NumberRow[] }>('GET', '/api/numbers');
export const connectNumber = (given: Connection) =>
  call<{ id: string; steps: Step[] }>('POST', '/api/numbers/connect', given);
export const readHealth = (id: string) => call<NumberHealth>('GET', one(id, 'health'));
export const askHealth = (id: string) => call<NumberHealth>('POST', one(id, 'health'));
export const sendTest = (
  id: string,
  given: { to: string; text: string } | { to: string; template: string; language: string },
) => call<{ wamid: string }>('POST', one(id, 'test-message'), given);
export const readProfile = (id: string) =>
  call<Profile & { pictureUrl: string | null }>('GET', one(id, 'profile'));
export const changeProfile = (id: string, profile: Partial<Profile>) =>
  call<object>('PATCH', one(id, 'profile'), profile);
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
