import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { Moment } from '../shell/Moment.tsx';
import { useLanguage, useWords } from '../words.ts';
import type { NumberHealth } from './numbers-api.ts';
import { numberWords } from './words.ts';

type Tone = 'good' | 'warn' | 'bad' | 'muted';
const QUALITY: { [word: string]: Tone } = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };
const STATUS: { [word: string]: Tone } = { CONNECTED: 'good', PENDING: 'warn' };
const SENDING: { [word: string]: Tone } = { AVAILABLE: 'good', LIMITED: 'warn', BLOCKED: 'bad' };

/** What WhatsApp says of a number, what is used of its limit, and what came of the last day. */
export function HealthView({ health, throughput }: { health: NumberHealth; throughput: number | null }) {
  const words = useWords(numberWords);
  const { said, problem, tokenExpiresAt } = health;
  return (
    <>
      {problem !== null && (
        <p className="panel note bad" role="alert">
          {words.couldNotAsk(problem)}
        </p>
      )}
      {said === null && problem === null && <p className="panel note muted">{words.neverAsked}</p>}
      <div className="health-grid">
        <Card title={words.status}>
          <Mark tone={said?.status ? (STATUS[said.status] ?? 'bad') : 'muted'}>
            {said?.status ? (words.statuses[said.status] ?? said.status) : words.unknown}
          </Mark>
          {said?.status &&
            words.guideWords[said.status] &&
            words.guideWords[said.status] !== words.statuses[said.status] && (
              <p className="muted small">{words.guide(words.guideWords[said.status] ?? '')}</p>
            )}
          {said?.canSend && (
            <Mark tone={SENDING[said.canSend] ?? 'muted'}>{words.sending[said.canSend] ?? said.canSend}</Mark>
          )}
        </Card>
        <Card title={words.quality}>
          <Mark tone={QUALITY[said?.quality ?? ''] ?? 'muted'}>
            {said?.quality ? (words.qualities[said.quality] ?? said.quality) : words.unknown}
          </Mark>
        </Card>
        <Limit limit={health.limit} />
        <Webhook webhook={health.webhook} />
        <Card title={words.throughput}>
          <p>{throughput === null ? words.unknown : words.perSecond(throughput)}</p>
          {said?.throughput && <p className="muted small">{said.throughput}</p>}
        </Card>
        <Card title={words.name}>
          <p>{said?.verifiedName ?? words.unknown}</p>
          {said?.nameStatus && (
            <p className="muted small">{words.nameStatuses[said.nameStatus] ?? said.nameStatus}</p>
          )}
          {said?.isOfficial != null && (
            <p className="muted small">{said.isOfficial ? words.official : words.notOfficial}</p>
          )}
        </Card>
        <Card title={words.pin}>
          {said?.isPinSet == null ? (
            <p>{words.unknown}</p>
          ) : (
            <Mark tone={said.isPinSet ? 'good' : 'warn'}>{said.isPinSet ? words.pinSet : words.pinOpen}</Mark>
          )}
        </Card>
        <Card title={words.token}>
          {tokenExpiresAt === null ? (
            <p>{words.tokenStays}</p>
          ) : (
            <p>
              {words.tokenEnds} <Moment at={tokenExpiresAt} />
            </p>
          )}
        </Card>
      </div>
      {said !== null && said.obstacles.length > 0 && (
        <Part title={words.obstacles}>
          <ul className="panel number-list">
            {said.obstacles.map(({ code, happened, advice }) => (
              <li key={`${code} ${happened}`}>
                <span className="bad">{happened}</span> <span className="muted small">{code}</span>
                <p className="muted small">{advice}</p>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Drivers drivers={health.drivers} />
      <Day day={health.day} />
      <History readings={health.readings} />
    </>
  );
}

function Limit({ limit }: { limit: NumberHealth['limit'] }) {
  const words = useWords(numberWords);
  const { most, used, usedInWeek, next } = limit;
  const shown = limit.limit === null ? words.unknown : (words.limits[limit.limit] ?? limit.limit);
  return (
    <Card title={words.limit} isWide>
      <p>
        {shown}
        <span className="muted small"> {words.used(used, most)}</span>
      </p>
      {most !== null && (
        <Progress
          value={Math.min(100, (used / most) * 100)}
          color={used > most * 0.8 ? 'orange' : 'accent'}
          aria-label={words.used(used, most)}
        />
      )}
      <p className="muted small">{words.portfolio}</p>
      {limit.limit !== null && (
        <p className="small">
          {next
            ? words.next(words.limits[next.limit] ?? next.limit, next.peopleInWeek, usedInWeek)
            : words.top}
        </p>
      )}
    </Card>
  );
}

function Webhook({ webhook }: { webhook: NumberHealth['webhook'] }) {
  const words = useWords(numberWords);
  const { seenAt, requests, averageMs, slow } = webhook;
  return (
    <Card title={words.webhook} isWide>
      {seenAt === null ? (
        <Mark tone="warn">{words.neverHeard}</Mark>
      ) : (
        <>
          <Mark tone={slow > requests / 100 ? 'warn' : 'good'}>
            {words.lastHeard} <Moment at={seenAt} />
          </Mark>
          <p className="muted small">{words.answers(requests, averageMs, slow)}</p>
        </>
      )}
    </Card>
  );
}

function Drivers({ drivers }: { drivers: NumberHealth['drivers'] }) {
  const words = useWords(numberWords);
  const { people, messagesEach, optOuts, blocked, firstAnswerSeconds } = drivers;
  const facts: [string, string][] = [
    [
      words.firstAnswer,
      firstAnswerSeconds === null ? words.noFirstAnswer : words.duration(firstAnswerSeconds),
    ],
    [words.messagesEach, messagesEach === null ? '–' : words.each(messagesEach, people)],
    [words.optOuts, words.count(optOuts)],
    [words.blockedHere, words.count(blocked)],
  ];
  return (
    <Part title={words.drivers}>
      <dl className="panel note number-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="muted small">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{words.driversHelp}</p>
    </Part>
  );
}

function Day({ day }: { day: NumberHealth['day'] }) {
  const words = useWords(numberWords);
  const language = useLanguage((state) => state.language);
  return (
    <Part title={words.today}>
      <div className="panel note">
        <p>{words.todayCounts(day.sent, day.failed)}</p>
        {day.errors.length === 0 ? (
          <p className="muted small">{words.noErrors}</p>
        ) : (
          <ul className="number-list">
            {day.errors.map(({ code, reason, count, words: said }) => (
              <li key={`${code} ${reason}`}>
                <strong>{count} ×</strong> {said[language].happened}{' '}
                {code !== null && <span className="muted small">({code})</span>}
                <p className="muted small">{said[language].advice}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Part>
  );
}

function History({ readings }: { readings: NumberHealth['readings'] }) {
  const words = useWords(numberWords);
  const names: { [what: string]: string } = {
    quality: words.quality,
    status: words.status,
    limit: words.limit,
    throughput: words.throughput,
    name: words.name,
  };
  const inWords = (what: string, value: string) =>
    ({ quality: words.qualities, status: words.statuses, limit: words.limits, name: words.nameStatuses })[
      what
    ]?.[value] ?? value;
  return (
    <Part title={words.history}>
      {readings.length === 0 ? (
        <p className="panel note muted">{words.noHistory}</p>
      ) : (
        <ul className="panel number-list number-history">
          {readings.map(({ what, value, at }) => (
            <li key={`${what} ${at}`}>
              <Mark tone={what === 'quality' ? (QUALITY[value] ?? 'muted') : 'muted'}>
                {names[what] ?? what}: {inWords(what, value)}
              </Mark>
              <span className="muted small">
                <Moment at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Card({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  return (
    <section className={`panel health-card${isWide ? ' wide' : ''}`}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="number-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`state ${tone}`}>
      <span className="mark" aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
