import { ActionIcon, Button, Select, Textarea, TextInput } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCaller } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { cannedWords } from './canned-words.ts';
import { type CannedReply, changeCanned, makeCanned, removeCanned } from './inbox-api.ts';
import { tell } from './inbox-store.ts';
import { KEYS, useCanned, useTeams } from './queries.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

const BLANK: CannedReply = { id: '', shortcut: '', title: '', text: '', scope: 'me', team: null };

/** The canned replies that somebody may use, and a form for one. */
export function CannedEditor() {
  const words = useWords(cannedWords);
  const queries = useQueryClient();
  const say = useWords(inboxWords);
  const replies = useCanned();
  const [edited, setEdited] = useState<CannedReply | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: KEYS.canned });
  const remove = async (reply: CannedReply) => {
    const answer = await removeCanned(reply.id);
    if (!answer.ok) tell(refusalWords(answer, say), { isBad: true });
    await again();
  };
  if (edited) {
    return (
      <CannedForm
        first={edited}
        onDone={async () => {
          await again();
          setEdited(null);
        }}
        onCancel={() => setEdited(null)}
      />
    );
  }
  return (
    <div className="in-settings">
      {replies.length === 0 && <p className="in-hint">{words.none}</p>}
      <ul className="in-plain">
        {replies.map((reply) => (
          <li key={reply.id} className="in-canned-line">
            <code>/{reply.shortcut}</code>
            <span className="grow">{reply.title}</span>
            <span className="in-hint">{words.scopes[reply.scope]}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.edit(reply.title)}
              onClick={() => setEdited(reply)}
            >
              <IconPencil size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.remove(reply.title)}
              onClick={() => void remove(reply)}
            >
              <IconTrash size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => setEdited(BLANK)}>
        {words.add}
      </Button>
    </div>
  );
}

type FormProps = { first: CannedReply; onDone: () => Promise<void>; onCancel: () => void };

function CannedForm({ first, onDone, onCancel }: FormProps) {
  const words = useWords(cannedWords);
  const say = useWords(inboxWords);
  const [reply, setReply] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const caller = useCaller();
  const isAdministrator = caller?.role === 'administrator';
  const teams = useTeams().filter(({ id }) => isAdministrator || caller?.teams.includes(id));
  const isShort = /^[\p{L}\p{N}_-]{1,40}$/u.test(reply.shortcut);
  const isComplete = isShort && reply.title.trim() !== '' && reply.text.trim() !== '';
  const save = async () => {
    const { id, ...rest } = reply;
    const answer = await (id === '' ? makeCanned(rest) : changeCanned(reply));
    if (answer.ok) await onDone();
    else setProblem(refusalWords(answer, say));
  };
  return (
    <form
      className="in-settings"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void save();
      }}
    >
      <TextInput
        label={words.shortcut}
        description={words.shortcutHelp}
        leftSection="/"
        value={reply.shortcut}
        error={reply.shortcut !== '' && !isShort && words.shortcutHelp}
        onChange={(event) => setReply({ ...reply, shortcut: event.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label={words.title}
        value={reply.title}
        maxLength={80}
        onChange={(event) => setReply({ ...reply, title: event.currentTarget.value })}
      />
      <Textarea
        label={words.text}
        description={words.textHelp}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4096}
        value={reply.text}
        onChange={(event) => setReply({ ...reply, text: event.currentTarget.value })}
      />
      <Select
        label={words.forWhom}
        value={reply.scope === 'team' ? `team:${reply.team}` : reply.scope}
        data={[
          { value: 'me', label: words.scopes.me },
          { value: 'all', label: words.scopes.all },
          ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: words.ofTeam(name) })),
        ]}
        allowDeselect={false}
        onChange={(value) => {
          const team = value?.startsWith('team:') ? value.slice('team:'.length) : null;
          const scope = team !== null ? 'team' : value === 'all' ? 'all' : 'me';
          setReply({ ...reply, scope, team });
        }}
      />
      {problem !== null && (
        <p className="in-hint is-bad" role="alert">
          {problem}
        </p>
      )}
      <div className="in-buttons">
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button type="submit" disabled={!isComplete}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
