import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconRoute } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { collectedLines } from './collected-words.ts';
import type { Case, Row, Session } from './inbox-api.ts';
import { useInbox } from './inbox-store.ts';
import { LabelChip } from './LabelChip.tsx';
import { contactName, phoneWords } from './names.ts';
import { panelWords } from './panel-words.ts';
import {
  useContact,
  useConversationsWith,
  useDetail,
  useLabels,
  useNameOf,
  useNumbers,
  useTeams,
} from './queries.ts';
import { shortTime, useNow } from './time-words.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Beside the thread: who the contact is, what the flow has learned, and what was before. */
export function Panel({ row }: { row: Row }) {
  const words = useWords(panelWords);
  return (
    <aside className="in-panel" aria-label={words.panel}>
      <Button
        className="in-panel-back"
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={18} stroke={1.75} aria-hidden />}
        onClick={() => useInbox.setState({ showsPanel: false })}
      >
        {words.back}
      </Button>
      <Contact row={row} />
      <FlowParts row={row} />
      <Others row={row} />
    </aside>
  );
}

function FlowParts({ row }: { row: Row }) {
  const words = useWords(panelWords);
  const say = useWords(inboxWords);
  const { data, refetch } = useDetail(row.id);
  if (!data) return <Skeleton height={120} m={16} aria-busy="true" aria-label={say.loading} />;
  if (!data.ok) {
    return (
      <div className="in-empty" role="alert">
        <p>{refusalWords(data, say)}</p>
        <Button variant="default" onClick={() => void refetch()}>
          {say.retry}
        </Button>
      </div>
    );
  }
  const { case: newest, sessions } = data.body;
  return (
    <>
      {newest && <CaseView open={newest} row={row} sessions={sessions} />}
      {sessions.length > 0 && (
        <Section title={words.sessions}>
          <ul className="in-plain">
            {sessions.map((session) => (
              <SessionLine key={session.id} session={session} conversation={row.id} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Others({ row }: { row: Row }) {
  const words = useWords(panelWords);
  const others = useConversationsWith(row.contact.id).filter(({ id }) => id !== row.id);
  if (others.length === 0) return null;
  return (
    <Section title={words.others}>
      <ul className="in-plain">
        {others.map((other) => (
          <OtherLine key={other.id} row={other} />
        ))}
      </ul>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="in-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Contact({ row }: { row: Row }) {
  const words = useWords(panelWords);
  const say = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const number = useNumbers().find(({ id }) => id === row.numberId);
  const labels = useLabels().filter(({ id }) => row.labels.includes(id));
  const written = number?.name ?? number?.displayPhone;
  const { data } = useContact(row.contact.id);
  const known = data?.ok ? data.body : null;
  const { locale = '', timezone = '', tags = [], fields = {}, createdAt = null } = known?.contact ?? {};
  const granted = (isGranted: boolean) => (isGranted ? words.granted : words.refused);
  return (
    <Section title={contactName(row.contact, say)}>
      <dl className="in-fields">
        {row.contact.phone !== '' && <Field name={words.phone}>{phoneWords(row.contact.phone)}</Field>}
        {locale !== '' && <Field name={words.language}>{locale}</Field>}
        {timezone !== '' && <Field name={words.timezone}>{timezone}</Field>}
        {Object.entries(fields).map(([key, value]) => (
          <Field key={key} name={key}>
            {String(value)}
          </Field>
        ))}
        {createdAt !== null && <Field name={words.since}>{fullTime(createdAt, language)}</Field>}
        {written && <Field name={words.number}>{written}</Field>}
        {tags.length > 0 && <Field name={words.tags}>{tags.join(', ')}</Field>}
        {labels.length > 0 && (
          <Field name={say.labels}>
            {labels.map((label) => (
              <LabelChip key={label.id} label={label} />
            ))}
          </Field>
        )}
        {known?.consents.map(({ purpose, granted: isGranted, at }) => (
          <Field key={purpose} name={words.consent(purpose)}>
            <span title={fullTime(at, language)}>{granted(isGranted)}</span>
          </Field>
        ))}
      </dl>
    </Section>
  );
}

function CaseView({ open, row, sessions }: { open: Case; row: Row; sessions: readonly Session[] }) {
  const words = useWords(panelWords);
  const language = useLanguage((chosen) => chosen.language);
  const nameOf = useNameOf();
  const teams = useTeams();
  const collected = Object.entries(open.collected).flatMap(([name, value]) => {
    const lines = collectedLines(value, language);
    return lines.length > 0 ? [{ name, lines }] : [];
  });
  const session = sessions.find(
    ({ startedAt, endedAt }) => startedAt <= open.openedAt && (endedAt === null || endedAt >= open.openedAt),
  );
  const flow = session?.flow ?? row.session?.flow ?? sessions[0]?.flow;
  return (
    <Section title={words.case}>
      <dl className="in-fields">
        <Field name={words.status}>{words.statuses[open.status] ?? open.status}</Field>
        {open.team !== null && (
          <Field name={words.team}>{teams.find(({ id }) => id === open.team)?.name ?? open.team}</Field>
        )}
        {open.priority !== 'normal' && (
          <Field name={words.priority}>{words.priorities[open.priority] ?? open.priority}</Field>
        )}
        {open.reason && <Field name={words.reason}>{words.reasons[open.reason] ?? open.reason}</Field>}
        {open.summary && <Field name={words.summary}>{open.summary}</Field>}
        {open.assignee !== null && <Field name={words.assignee}>{nameOf(open.assignee)}</Field>}
        <Field name={words.opened}>{fullTime(open.openedAt, language)}</Field>
      </dl>
      {collected.length > 0 && (
        <>
          <h4>{words.collected}</h4>
          <dl className="in-fields">
            {collected.map(({ name, lines }) => (
              <Field key={name} name={name}>
                {lines.map((line, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names, and never move
                  <div key={place}>{line}</div>
                ))}
              </Field>
            ))}
          </dl>
        </>
      )}
      {open.path.length > 0 && (
        <>
          <h4>{words.path}</h4>
          <ol className="in-path">
            {open.path.slice(-8).map(({ node, port }, place) => {
              const key = `${place}`;
              return (
                <li key={key}>
                  {node} <span>{port}</span>
                </li>
              );
            })}
            <li>{open.node}</li>
          </ol>
        </>
      )}
      {flow !== undefined && (
        <Link
          className="in-canvas-link"
          to="/flows/$id/edit"
          params={{ id: flow }}
          search={session ? { conversation: row.id, session: session.id } : {}}
        >
          <IconRoute size={16} stroke={1.75} aria-hidden /> {words.onCanvas}
        </Link>
      )}
    </Section>
  );
}

function SessionLine({ session, conversation }: { session: Session; conversation: string }) {
  const words = useWords(panelWords);
  const language = useLanguage((chosen) => chosen.language);
  const now = useNow();
  const { id, flow, flowName, version, startedAt, endedAt } = session;
  return (
    <li>
      <Link
        to="/flows/$id/edit"
        params={{ id: flow }}
        search={{ conversation, session: id }}
        title={words.onCanvas}
      >
        {flowName} <IconRoute size={14} stroke={1.75} aria-hidden />
      </Link>
      <span className="in-sub" title={fullTime(startedAt, language)}>
        {words.session(version, shortTime(startedAt, now, language), endedAt === null)}
      </span>
    </li>
  );
}

function OtherLine({ row }: { row: Row }) {
  const language = useLanguage((chosen) => chosen.language);
  const now = useNow();
  const number = useNumbers().find(({ id }) => id === row.numberId);
  return (
    <li>
      <Link to="/inbox/$id" params={{ id: row.id }}>
        {number?.name ?? number?.displayPhone ?? row.contact.name}
      </Link>
      <span className="in-sub">{shortTime(row.lastAt, now, language)}</span>
    </li>
  );
}
