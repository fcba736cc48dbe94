import { windowAt } from '@parley/flows/window.ts';
import type { CaseStatus } from '../db/tables.ts';
import { countedFrom, type TeamService } from './team-service.ts';

/** A case as the watch sees it. */
export type WatchedCase = {
  status: CaseStatus;
  openedAt: Date;
  acknowledgedAt: Date | null;
  answeredAt: Date | null;
  lastAnswerAt: Date | null;
  noticedAt: Date | null;
  /** Deadlines that an alarm was raised for. */
  alarms: readonly string[];
  /** The contact's last message. */
  lastInboundAt: Date | null;
  /** Since when its person has it. */
  ownedAt: Date | null;
};

/** A moment by which somebody must act. `alarm` is its name in the list of alarms: each is raised once. */
export type Deadline = { kind: 'acknowledge' | 'answer' | 'window'; alarm: string; at: Date };

/** The deadlines that count for a case, by the settings of its team. Nothing of a team's own counts while it is closed. */
export function deadlinesOf(service: TeamService, one: WatchedCase): Deadline[] {
  const { acknowledge, answer, beforeWindowCloses } = service.deadlines;
  const deadlines: Deadline[] = [];
  const within = (kind: 'acknowledge' | 'answer', minutes: number | null) => {
    if (minutes !== null) deadlines.push(...countedAnew(service, one, kind, minutes));
  };
  if (one.answeredAt === null) {
    if (one.acknowledgedAt === null) within('acknowledge', acknowledge);
    within('answer', answer);
  }
  const { closesAt } = windowAt(one.lastInboundAt, one.openedAt);
  if (waitsForAnswer(one) && one.lastInboundAt && closesAt) {
    const at = new Date(closesAt.getTime() - beforeWindowCloses * MINUTE_MS);
    deadlines.push({ kind: 'window', alarm: alarmOfWindow(one.lastInboundAt), at });
  }
  return deadlines;
}

/** As often as this a deadline is counted anew: after that nobody is asked any more by it. */
const TRIES_MAX = 10;

/**
 * One deadline from the opening of the case, and after it was missed another one from when the next person was given the case: they cannot
 * act before they have it. None while the team does not open.
 */
function countedAnew(
  service: TeamService,
  { openedAt, ownedAt, alarms }: WatchedCase,
  kind: 'acknowledge' | 'answer',
  minutes: number,
): Deadline[] {
  const after = (from: Date, alarm: string): Deadline[] => {
    const begun = countedFrom(service, from.getTime());
    return begun === null ? [] : [{ kind, alarm, at: new Date(begun + minutes * MINUTE_MS) }];
  };
  const [first] = after(openedAt, kind);
  if (!first) return [];
  const isMissed = alarms.includes(first.alarm);
  const isTried = alarms.filter((alarm) => alarm.split('@')[0] === kind).length >= TRIES_MAX;
  if (!isMissed || isTried || ownedAt === null || ownedAt <= first.at) return [first];
  return after(ownedAt, `${kind}@${ownedAt.getTime()}`);
}

/** Whether the contact has written something that nobody has answered. */
function waitsForAnswer({ lastInboundAt, lastAnswerAt }: WatchedCase): boolean {
  return lastAnswerAt === null || (lastInboundAt !== null && lastInboundAt > lastAnswerAt);
}

/** What whoever has the conversation is told about its window, once for each window. */
export type WindowNews = { kind: 'window-closing' | 'window-closed'; closesAt: Date; at: Date };

/**
 * When that is. An alarm about the window tells the same and more, so where the contact waits for an answer nothing is said before the
 * window closes.
 */
export function windowNews({ deadlines }: TeamService, one: WatchedCase): WindowNews[] {
  const { closesAt } = windowAt(one.lastInboundAt, one.openedAt);
  if (!closesAt || one.lastInboundAt === null || one.ownedAt === null) return [];
  const isAlarmed = waitsForAnswer(one) || one.alarms.includes(alarmOfWindow(one.lastInboundAt));
  const soon = new Date(closesAt.getTime() - deadlines.beforeWindowCloses * MINUTE_MS);
  return [
    ...(isAlarmed ? [] : [{ kind: 'window-closing' as const, closesAt, at: soon }]),
    { kind: 'window-closed' as const, closesAt, at: closesAt },
  ];
}

const alarmOfWindow = (lastInboundAt: Date) => `window@${lastInboundAt.getTime()}`;

/** Whether the contact has been told since they last wrote that nobody could answer. */
export function isNoticed({ noticedAt, lastInboundAt }: WatchedCase): boolean {
  return noticedAt !== null && (lastInboundAt === null || noticedAt >= lastInboundAt);
}

/**
 * When the bot has the conversation again by itself, as nobody has written for so long; null for never. Whoever has neither an answer nor
 * a notice is not given up while they could still get one.
 */
export function backAt({ afterSilence }: TeamService, one: WatchedCase, now: Date): Date | null {
  if (!afterSilence) return null;
  const isLeft = waitsForAnswer(one) && !isNoticed(one) && windowAt(one.lastInboundAt, now).open;
  if (isLeft) return null;
  const spoken = [one.openedAt, one.lastInboundAt, one.lastAnswerAt, one.ownedAt];
  const last = Math.max(...spoken.map((at) => at?.getTime() ?? 0));
  return new Date(last + afterSilence.hours * 60 * MINUTE_MS);
}

const MINUTE_MS = 60_000;
