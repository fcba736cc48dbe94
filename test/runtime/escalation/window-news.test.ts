import { WINDOW_MS } from '@parley/flows/window.ts';
import { deadlinesOf, type WatchedCase, windowNews } from '@parley/runtime/escalation/deadlines.ts';
import { TeamService } from '@parley/runtime/escalation/team-service.ts';
import { describe, expect, test } from 'vitest';

const MINUTE = 60_000;
const opened = Date.parse('2026-11-02T10:00:00Z');
const at = (minutes: number) => new Date(opened + minutes * MINUTE);
const service = TeamService.parse({ deadlines: { acknowledge: 5, answer: 30 } });

const watched = (more: Partial<WatchedCase> = {}): WatchedCase => ({
  status: 'assigned',
  openedAt: at(0),
  acknowledgedAt: null,
  answeredAt: null,
  lastAnswerAt: null,
  noticedAt: null,
  alarms: [],
  lastInboundAt: null,
  ownedAt: at(1),
  ...more,
});
const due = (more: Partial<WatchedCase>) =>
  deadlinesOf(service, watched(more)).map((one) => [one.kind, (one.at.getTime() - opened) / MINUTE]);

describe('a deadline', () => {
  test('counts from the opening of the case, also for who was given it meanwhile', () => {
    expect(due({})).toEqual([
      ['acknowledge', 5],
      ['answer', 30],
    ]);
  });

  test('that was missed counts anew from when the next person has the case, each time', () => {
    expect(due({ alarms: ['acknowledge'], ownedAt: at(6) })).toEqual([
      ['acknowledge', 11],
      ['answer', 30],
    ]);
    const again = { alarms: ['acknowledge', `acknowledge@${at(6).getTime()}`], ownedAt: at(12) };
    expect(due(again)[0]).toEqual(['acknowledge', 17]);
    expect(due({ alarms: ['acknowledge'], ownedAt: at(4) })[0]).toEqual(['acknowledge', 5]);
    expect(due({ alarms: ['acknowledge'], ownedAt: null })[0]).toEqual(['acknowledge', 5]);
  });

  test('is not counted anew for ever', () => {
    const alarms = ['acknowledge', ...Array.from({ length: 9 }, (_, n) => `acknowledge@${n}`)];
    expect(due({ alarms, ownedAt: at(600) })[0]).toEqual(['acknowledge', 5]);
  });
});

describe('whoever has a conversation hears of its window', () => {
  const answered = { lastInboundAt: at(0), lastAnswerAt: at(1), answeredAt: at(1) };
  const closes = WINDOW_MS / MINUTE;
  const news = (more: Partial<WatchedCase>) =>
    windowNews(service, watched(more)).map((one) => [one.kind, (one.at.getTime() - opened) / MINUTE]);

  test('before it closes, and when it has', () => {
    expect(news(answered)).toEqual([
      ['window-closing', closes - 120],
      ['window-closed', closes],
    ]);
  });

  test('but not twice: an alarm says it where the contact waits for an answer, or waited', () => {
    expect(news({ lastInboundAt: at(0) })).toEqual([['window-closed', closes]]);
    expect(news({ ...answered, alarms: [`window@${at(0).getTime()}`] })).toEqual([['window-closed', closes]]);
  });

  test('and not where nobody has it, or there is no window', () => {
    expect(news({ ...answered, ownedAt: null })).toEqual([]);
    expect(news({ ...answered, lastInboundAt: null })).toEqual([]);
  });
});
