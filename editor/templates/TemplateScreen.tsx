import './templates.css';
import { Button } from '@mantine/core';
import { isEditable } from '@parley/flows/templates/status.ts';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { dateWords } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { FallbackForm } from './FallbackForm.tsx';
import { HitsView } from './HitsView.tsx';
import { NewTemplate } from './NewTemplate.tsx';
import { Quality, StatusBadge } from './StatusBadge.tsx';
import { TemplateActions } from './TemplateActions.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';
import { TemplateView } from './TemplateView.tsx';
import { listTemplates, readTemplate, TEMPLATES_KEY, type TemplateDetails } from './templates-api.ts';
import { categoryText, templateWords } from './words.ts';

const LOOK_EVERY_MS = 3_000;

/** One template in one language: how it stands, what a change hits, and its editor with the preview beside it. */
export function TemplateScreen() {
  const words = useWords(templateWords);
  const { id } = useParams({ from: '/templates/$id' });
  const query = useQuery({
    queryKey: ['template', id],
    queryFn: () => readTemplate(id),
    refetchInterval: LOOK_EVERY_MS,
  });
  if (query.data?.ok) return <Details key={id} details={query.data.body} />;
  return (
    <>
      <header className="title-row">
        <Back />
        <h1>{words.title}</h1>
      </header>
      <div className="list-body">
        {query.data?.status === 400 || query.data?.status === 404 ? (
          <p className="panel empty">{words.noSuch}</p>
        ) : (
          <Loaded answer={query.data} retry={() => void query.refetch()}>
            {() => null}
          </Loaded>
        )}
      </div>
    </>
  );
}

function Back() {
  const words = useWords(templateWords);
  return (
    <Link to="/templates" className="screen-back" aria-label={words.back}>
      <IconArrowLeft size={18} stroke={1.75} />
    </Link>
  );
}

function Details({ details }: { details: TemplateDetails }) {
  const words = useWords(templateWords);
  const queries = useQueryClient();
  const mayWrite = useMay('templates:write');
  const [isEditing, edit] = useState(false);
  const [isNewLanguage, setNewLanguage] = useState(false);
  const list = useQuery({ queryKey: TEMPLATES_KEY, queryFn: listTemplates });
  const { template, hits } = details;
  const { name, language, status, draft } = template;
  const mayEdit = mayWrite && template.isWhole && isEditable(status);
  const isOpen = mayEdit && (isEditing || draft !== null);
  const refresh = async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['template', template.id] }),
      queries.invalidateQueries({ queryKey: TEMPLATES_KEY }),
    ]);
  };
  const all = list.data?.ok ? list.data.body : { templates: [], accounts: [], fallbacks: [], uses: [] };
  const languages = all.templates.filter(
    (other) => other.name === name && other.businessAccountId === template.businessAccountId,
  );
  return (
    <>
      <header className="title-row template-head">
        <Back />
        <h1>
          {name} <span className="muted">{language}</span>
        </h1>
        <StatusBadge template={template} />
        <span className="grow" />
        {mayWrite && (
          <TemplateActions
            template={template}
            findings={details.findings}
            isOpen={isOpen}
            onEdit={mayEdit ? () => edit(true) : null}
            onDone={async () => {
              edit(false);
              await refresh();
            }}
          />
        )}
      </header>
      <div className="list-body">
        <nav className="template-languages" aria-label={words.languages}>
          {languages.map((other) => (
            <Link key={other.id} to="/templates/$id" params={{ id: other.id }} className="template-language">
              {other.language}
            </Link>
          ))}
          {mayWrite && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} stroke={1.75} />}
              onClick={() => setNewLanguage(true)}
            >
              {words.newLanguage}
            </Button>
          )}
          <span className="grow" />
          <span className="muted">{categoryText(template.category, words)}</span>
          {template.templateId !== null && <Quality quality={template.quality} />}
        </nav>
        <Remarks template={template} />
        {isOpen ? (
          <TemplateEditor details={details} onSaved={refresh} />
        ) : (
          <section className="template-preview" aria-label={words.preview}>
            <div className="preview-ground">
              <TemplateView content={draft ?? template.content} locale={language} />
            </div>
          </section>
        )}
        <div className="template-below">
          <HitsView hits={hits} />
          {mayWrite && <FallbackForm template={template} list={all} onSaved={refresh} />}
        </div>
      </div>
      {isNewLanguage && (
        <NewTemplate
          accounts={all.accounts}
          of={{ name, businessAccountId: template.businessAccountId, content: draft ?? template.content }}
          onClose={() => setNewLanguage(false)}
        />
      )}
    </>
  );
}

/** What people should know before anything else: why it was rejected, what it will become, that it cannot be changed. */
function Remarks({ template }: { template: TemplateDetails['template'] }) {
  const words = useWords(templateWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const { reason, reasonDetails, askedCategory, comingCategory, categoryChangesAt, isWhole, status } =
    template;
  const day = categoryChangesAt ? dateWords(categoryChangesAt, language) : '—';
  const remarks = [
    (reason || reasonDetails) && `${words.reason}: ${[reason, reasonDetails].filter(Boolean).join('. ')}`,
    comingCategory && words.coming(categoryText(comingCategory, words), day),
    askedCategory && words.asked(categoryText(askedCategory, words)),
    !isWhole && words.notWhole,
    (status === 'PENDING' || status === 'IN_APPEAL') && words.seenInReview,
  ].filter((remark) => typeof remark === 'string');
  if (remarks.length === 0) return null;
  return (
    <div className="panel note template-remarks">
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  );
}
