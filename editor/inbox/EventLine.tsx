import { useCaller } from '../people/session-store.ts';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { type EventWords, eventWords } from './event-words.ts';
import type { Author, SessionMark, ThreadEvent } from './inbox-api.ts';
import { useNameOf, usePublishedFlows } from './queries.ts';
import { hourOf } from './time-words.ts';
import { inboxWords } from './words.ts';

/** A quiet line: what happened beside the messages. */
export function EventLine({ item }: { item: ThreadEvent | SessionMark }) {
  const words = useWords(inboxWords);
  const say = useWords(eventWords);
  const language = useLanguage((chosen) => chosen.language);
  const nameOf = useNameOf();
  const me = useCaller()?.id;
  const flows = usePublishedFlows();
  const flowName = (id: unknown) => flows.find((flow) => flow.id === id)?.name ?? String(id);
  const person = (id: unknown) => {
    if (id === me) return words.you;
    return id === 'phone' ? words.phoneApp : nameOf(String(id));
  };
  const who = (by: Author) => {
    if (by.kind === 'person') return person(by.id);
    return by.kind === 'phone' ? words.phoneApp : by.kind === 'bot' ? words.bot : words.system;
  };
  const text = isSession(item) ? sessionText(item, flowName, say) : eventText(item, { who, person, say });
  return (
    <p className={`in-event ${!isSession(item) && item.kind === 'alarm' ? 'is-alarm' : ''}`} id={item.id}>
      {text}
      <time dateTime={item.at} title={fullTime(item.at, language)}>
        {hourOf(item.at, language)}
      </time>
    </p>
  );
}

const isSession = (item: ThreadEvent | SessionMark): item is SessionMark => item.type !== 'event';

function sessionText(
  { type, flow, version, reason }: SessionMark,
  nameOf: (id: string) => string,
  say: EventWords,
) {
  return type === 'session-started'
    ? say.started(nameOf(flow), version)
    : say.ended(nameOf(flow), say.reasons[reason ?? '']);
}

type Naming = { who: (by: Author) => string; person: (id: unknown) => string; say: EventWords };

function eventText({ kind, details, by }: ThreadEvent, { who, person, say }: Naming): string {
  if (kind === 'assigned') return say.assigned(who(by), person(details.to));
  if (kind === 'alarm') return say.alarm(say.deadlines[String(details.deadline)]);
  return (say.events[kind] ?? say.other)(who(by), kind);
}
