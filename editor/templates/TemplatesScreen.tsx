import './templates.css';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { Moment } from '../shell/Moment.tsx';
import { dateWords } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { NewTemplate } from './NewTemplate.tsx';
import { Quality, StatusBadge } from './StatusBadge.tsx';
import { TemplateCount } from './TemplateCount.tsx';
import {
  listTemplates,
  syncTemplates,
  TEMPLATES_KEY,
  type Template,
  type TemplateList,
} from './templates-api.ts';
import { categoryText, statusText, templateWords } from './words.ts';

/** Webhooks move the store at once; whoever looks at it sees that within this time. */
const LOOK_EVERY_MS = 3_000;

/** All templates of all business accounts, one line for each name, with its languages. */
export function TemplatesScreen() {
  const words = useWords(templateWords);
  const mayWrite = useMay('templates:write');
  const query = useQuery({ queryKey: TEMPLATES_KEY, queryFn: listTemplates, refetchInterval: LOOK_EVERY_MS });
  const sync = useMutation({ mutationFn: syncTemplates, onSuccess: () => query.refetch() });
  const [isNew, setNew] = useState(false);
  const accounts = query.data?.ok ? query.data.body.accounts : [];
  return (
    <>
      <header className="title-row">
        <h1>{words.title}</h1>
        <span className="grow" />
        {mayWrite && accounts.length > 0 && (
          <>
            <Button
              className="template-read"
              aria-label={words.readAgain}
              variant="default"
              leftSection={<IconRefresh size={18} stroke={1.75} />}
              loading={sync.isPending}
              onClick={() => sync.mutate()}
            >
              {words.readAgain}
            </Button>
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setNew(true)}>
              {words.newTemplate}
            </Button>
          </>
        )}
      </header>
      <div className="list-body">
        <Loaded answer={query.data} retry={() => void query.refetch()}>
          {(body) => <Lists body={body} />}
        </Loaded>
      </div>
      {isNew && <NewTemplate accounts={accounts} onClose={() => setNew(false)} />}
    </>
  );
}

function Lists({ body }: { body: TemplateList }) {
  const words = useWords(templateWords);
  const [sought, seek] = useState('');
  const [status, setStatus] = useState('');
  const { accounts, templates } = body;
  if (accounts.length === 0) return <p className="panel empty">{words.noAccount}</p>;
  const statuses = [...new Set(templates.map((template) => template.status))].sort();
  const shown = templates.filter(
    (template) =>
      (status === '' || template.status === status) &&
      `${template.name} ${(template.draft ?? template.content).body.text}`
        .toLowerCase()
        .includes(sought.trim().toLowerCase()),
  );
  return (
    <>
      <div className="template-tools">
        <TextInput
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={sought}
          onChange={(event) => seek(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={words.status}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value)}
          data={[
            { value: '', label: words.anyStatus },
            ...statuses.map((value) => ({ value, label: statusText(value, words) })),
          ]}
        />
      </div>
      {accounts.map((account) => (
        <section key={account.businessAccountId} className="template-account">
          <p className="muted small">
            {accounts.length > 1 &&
              `${account.numbers.map(({ name, displayPhone }) => name ?? displayPhone ?? '').join(', ')} · `}
            {account.syncedAt ? (
              <>
                <TemplateCount templates={ofAccount(templates, account)} />
                {` · ${words.lastRead} `}
                <Moment at={account.syncedAt} />
              </>
            ) : (
              words.neverRead
            )}
          </p>
          {account.problem && (
            <p className="panel note bad" role="alert">
              {account.problem}
            </p>
          )}
          <Table uses={body.uses} templates={ofAccount(shown, account)} />
        </section>
      ))}
    </>
  );
}

const ofAccount = (templates: Template[], { businessAccountId }: { businessAccountId: string }) =>
  templates.filter((one) => one.businessAccountId === businessAccountId);

function UsedIn({ flows }: { flows: TemplateList['uses'][number]['flows'] }) {
  if (flows.length === 0) return <span className="muted">—</span>;
  return flows.map(({ flowId, name }) => (
    <div key={flowId}>
      <Link to="/flows/$id/edit" params={{ id: flowId }}>
        {name}
      </Link>
    </div>
  ));
}

function Table({ templates, uses }: { templates: Template[]; uses: TemplateList['uses'] }) {
  const words = useWords(templateWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  if (templates.length === 0) return <p className="panel empty">{words.none}</p>;
  const byName = Map.groupBy(templates, ({ name }) => name);
  return (
    <div className="panel scroll">
      <table className="list template-table">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.language}</th>
            <th>{words.status}</th>
            <th>{words.category}</th>
            <th>{words.quality}</th>
            <th>{words.usedIn}</th>
          </tr>
        </thead>
        <tbody>
          {[...byName].flatMap(([name, languages]) =>
            languages.map((template, at) => (
              <tr key={template.id} className={at === 0 ? '' : 'template-more'}>
                <td>
                  {at === 0 ? (
                    <Link to="/templates/$id" params={{ id: template.id }}>
                      {name}
                    </Link>
                  ) : (
                    <span className="unseen">{name}</span>
                  )}
                  {at === 0 && (
                    <div className="muted small template-text">
                      {(template.draft ?? template.content).body.text}
                    </div>
                  )}
                </td>
                <td>
                  <Link to="/templates/$id" params={{ id: template.id }}>
                    {template.language}
                  </Link>
                </td>
                <td>
                  <StatusBadge template={template} />
                  {template.draft && template.templateId !== null && (
                    <div className="muted small">{words.draftWaits}</div>
                  )}
                </td>
                <td>
                  {categoryText(template.category, words)}
                  {template.comingCategory && template.categoryChangesAt && (
                    <div className="warn small">
                      {words.coming(
                        categoryText(template.comingCategory, words),
                        dateWords(template.categoryChangesAt, language),
                      )}
                    </div>
                  )}
                </td>
                <td>{template.templateId === null ? '—' : <Quality quality={template.quality} />}</td>
                <td>{at === 0 && <UsedIn flows={uses.find((one) => one.name === name)?.flows ?? []} />}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
