import {
  Button,
  Checkbox,
  FileInput,
  Modal,
  Progress,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { fromCsv } from '../translations/csv.ts';
import { useWords } from '../words.ts';
import {
  beginImport,
  type Check,
  checkImport,
  type Field,
  type Mapping,
  readImport,
  sendRows,
  startImport,
} from './contacts-api.ts';
import { ErrorFile } from './ErrorFile.tsx';
import { contactWords } from './words.ts';

type DialogProps = { fields: Field[]; onClose: () => void; onDone: () => void };
type Loaded = { id: string; columns: string[] };

/** Small enough for one request, whatever the cells hold. */
const ROWS_AT_ONCE = 500;

/** A file of contacts: what its columns are, what taking it in would do, then doing it. */
export function ImportDialog({ fields, onClose, onDone }: DialogProps) {
  const words = useWords(contactWords);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const send = useForm(async () => {
    const [columns = [], ...rows] = fromCsv((await file?.text()) ?? '');
    const begun = await beginImport(
      file?.name ?? '',
      columns.map((name) => name.slice(0, 200)),
    );
    if (!begun.ok) return begun;
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const sent = await sendRows(begun.body.id, from, rows.slice(from, from + ROWS_AT_ONCE));
      if (!sent.ok) return sent;
    }
    return { ok: true as const, body: { id: begun.body.id, columns } };
  }, setLoaded);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.importFile}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {loaded === null ? (
        <form className="stack" onSubmit={(event) => void send.submit(event)}>
          <FileInput label={words.file} accept=".csv,text/csv" value={file} onChange={setFile} clearable />
          {send.problem && <Problem>{send.problem}</Problem>}
          <Button type="submit" disabled={file === null} loading={send.isBusy}>
            {words.check}
          </Button>
        </form>
      ) : isRunning ? (
        <Running id={loaded.id} onDone={onDone} />
      ) : (
        <Columns loaded={loaded} fields={fields} onStarted={() => setRunning(true)} />
      )}
    </Modal>
  );
}

const NAMES = { phone: /phone|number|tel|номер|телефон/i, name: /name|имя/i, tags: /tag|метк/i };

/** The column that a name stands for, when one does. */
const guess = (columns: readonly string[], name: RegExp) => {
  const found = columns.findIndex((column) => name.test(column));
  return found < 0 ? undefined : found;
};

function firstMapping(columns: readonly string[], fields: readonly Field[]): Mapping {
  const own = fields.flatMap(({ id, label }) => {
    const column = columns.findIndex((one) => one === id || one.toLowerCase() === label.toLowerCase());
    return column < 0 ? [] : [[id, column] as const];
  });
  return {
    phone: guess(columns, NAMES.phone) ?? 0,
    name: guess(columns, NAMES.name),
    tags: guess(columns, NAMES.tags),
    fields: Object.fromEntries(own),
    addTags: [],
    known: 'change',
    consent: null,
  };
}

function Columns({ loaded, fields, onStarted }: { loaded: Loaded; fields: Field[]; onStarted: () => void }) {
  const words = useWords(contactWords);
  const { id, columns } = loaded;
  const [mapping, setMapping] = useState(() => firstMapping(columns, fields));
  const [checked, setChecked] = useState<Check | null>(null);
  const change = (more: Partial<Mapping>) => {
    setMapping({ ...mapping, ...more });
    setChecked(null);
  };
  const check = useForm(() => checkImport(id, mapping), setChecked);
  const start = useForm(() => startImport(id, mapping), onStarted);
  const problem = check.problem ?? start.problem;
  const data = columns.map((name, n) => ({ value: String(n), label: name || `${n + 1}` }));
  const column = (label: string, value: number | undefined, put: (column: number | undefined) => void) => (
    <Select
      key={label}
      label={label}
      placeholder={words.notInFile}
      clearable
      data={data}
      value={value === undefined ? null : String(value)}
      onChange={(next) => put(next === null ? undefined : Number(next))}
    />
  );
  const { consent } = mapping;
  return (
    <form className="stack" onSubmit={(event) => void check.submit(event)}>
      <div className="filters">
        {column(words.phoneColumn, mapping.phone, (phone) => change({ phone: phone ?? 0 }))}
        {column(words.nameColumn, mapping.name, (name) => change({ name }))}
        {column(words.tagsColumn, mapping.tags, (tags) => change({ tags }))}
        {fields.map((field) =>
          column(field.label, mapping.fields[field.id], (at) => {
            const { [field.id]: _, ...others } = mapping.fields;
            change({ fields: at === undefined ? others : { ...others, [field.id]: at } });
          }),
        )}
        <TextInput
          label={words.countryCode}
          description={words.countryCodeHelp}
          maxLength={3}
          value={mapping.countryCode ?? ''}
          onChange={(event) =>
            change({ countryCode: event.currentTarget.value.replace(/\D/g, '') || undefined })
          }
        />
      </div>
      <TagsInput
        label={words.addTags}
        maxTags={20}
        value={mapping.addTags}
        onChange={(addTags) => change({ addTags })}
      />
      <Checkbox
        label={words.consentInFile}
        checked={consent !== null}
        onChange={(event) =>
          change({
            consent: event.currentTarget.checked
              ? { purpose: 'marketing', wording: '', via: 'import' }
              : null,
          })
        }
      />
      {consent && (
        <>
          <div className="filters">
            {column(words.consentColumn, consent.column, (at) =>
              change({ consent: { ...consent, column: at } }),
            )}
            <TextInput
              label={words.purpose}
              value={consent.purpose}
              onChange={(event) => change({ consent: { ...consent, purpose: event.currentTarget.value } })}
            />
          </div>
          <Textarea
            label={words.wording}
            required
            withAsterisk={false}
            autosize
            value={consent.wording}
            onChange={(event) => change({ consent: { ...consent, wording: event.currentTarget.value } })}
          />
        </>
      )}
      {problem && <Problem>{problem}</Problem>}
      {checked && <Checked check={checked} />}
      <div className="actions-row">
        <Button type="submit" variant={checked ? 'default' : 'filled'} loading={check.isBusy}>
          {words.check}
        </Button>
        {checked && (
          <Button loading={start.isBusy} onClick={() => void start.submit()}>
            {words.start}
          </Button>
        )}
      </div>
    </form>
  );
}

function Checked({ check }: { check: Check }) {
  const words = useWords(contactWords);
  return (
    <div role="status" className="stack">
      <div className="chips">
        <span className="chip">{words.wouldMake(check.made)}</span>
        <span className="chip">{words.wouldChange(check.known)}</span>
        {check.duplicates > 0 && <span className="chip">{words.duplicates(check.duplicates)}</span>}
        {check.failed > 0 && <span className="chip bad">{words.wrongRows(check.failed)}</span>}
        {check.agreed + check.declined > 0 && (
          <span className="chip">{words.agreed(check.agreed, check.declined)}</span>
        )}
      </div>
      {check.errors.length > 0 && (
        <ul className="happenings">
          {check.errors.slice(0, 10).map(({ row, reason }) => (
            <li key={row}>
              <span>{reason}</span>
              <span className="muted">
                {words.row} {row}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const LOOK_EVERY_MS = 500;

function Running({ id, onDone }: { id: string; onDone: () => void }) {
  const words = useWords(contactWords);
  const progress = useQuery({
    queryKey: ['import', id],
    queryFn: async () => {
      const answer = await readImport(id);
      if (answer.ok && answer.body.status === 'done') onDone();
      return answer;
    },
    refetchInterval: ({ state }) =>
      state.data?.ok && state.data.body.status !== 'running' ? false : LOOK_EVERY_MS,
  });
  if (!progress.data?.ok) return null;
  const { status, handled, rows, made, changed, failed, skipped } = progress.data.body;
  return (
    <div className="stack" role="status">
      <Progress
        value={rows === 0 ? 100 : (handled / rows) * 100}
        aria-label={words.progress(handled, rows)}
      />
      <p>{status === 'done' ? words.imported(made, changed) : words.progress(handled, rows)}</p>
      {status === 'done' && failed + skipped > 0 && <ErrorFile id={id} count={failed + skipped} />}
    </div>
  );
}
