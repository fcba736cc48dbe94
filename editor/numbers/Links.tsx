import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconCopy, IconDownload, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { listFlows } from '../api.ts';
import { download } from '../download.ts';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { QrCode } from '../qr/QrCode.tsx';
import { useWords } from '../words.ts';
import { type EntryLink, listLinks, makeLink, type NewLink, removeLink } from './shop-api.ts';
import { shopWords } from './shop-words.ts';
import './entry.css';

/** Links and codes that start a flow of this number and say where people come from. */
export function Links({ id }: { id: string }) {
  const words = useWords(shopWords);
  const mayWrite = useMay('flows:publish');
  const key = ['numbers', id, 'links'];
  const client = useQueryClient();
  const links = useQuery({ queryKey: key, queryFn: () => listLinks(id) });
  const again = () => void client.invalidateQueries({ queryKey: key });
  return (
    <section className="number-part">
      <h2>{words.links}</h2>
      <p className="muted small">{words.linksHelp}</p>
      {mayWrite && <NewEntryLink id={id} onChange={again} />}
      <Loaded answer={links.data} retry={() => void links.refetch()}>
        {(body) =>
          body.links.length === 0 ? (
            <p className="panel note muted">{words.noLinks}</p>
          ) : (
            <ul className="entry-links">
              {body.links.map((link) => (
                <LinkCard key={link.id} id={id} link={link} mayWrite={mayWrite} onChange={again} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

const VIAS = ['qr-code', 'link', 'ad', 'website', 'sms', 'in-person', 'ivr'] as const;

function NewEntryLink({ id, onChange }: { id: string; onChange: () => void }) {
  const words = useWords(shopWords);
  const flows = useQuery({
    queryKey: ['flows'],
    queryFn: listFlows,
  });
  const listed = flows.data?.ok ? flows.data.body.flows : [];
  const published = listed.filter((one) => one.publishedVersion !== null && one.archivedAt === null);
  const [given, setGiven] = useState<NewLink>({ flow: '', via: 'qr-code', label: '', words: '' });
  const make = useForm(
    () => makeLink(id, given),
    () => {
      setGiven({ ...given, label: '' });
      onChange();
    },
  );
  return (
    <form className="panel entry-new" onSubmit={(event) => void make.submit(event)}>
      <NativeSelect
        label={words.flow}
        required
        withAsterisk={false}
        value={given.flow}
        data={[
          { value: '', label: words.chooseFlow },
          ...published.map((flow) => ({ value: flow.id, label: flow.name })),
        ]}
        onChange={(event) => setGiven({ ...given, flow: event.currentTarget.value })}
      />
      <NativeSelect
        label={words.via}
        value={given.via}
        data={VIAS.map((value) => ({ value, label: words.vias[value] ?? value }))}
        onChange={(event) => {
          const via = VIAS.find((one) => one === event.currentTarget.value);
          if (via) setGiven({ ...given, via });
        }}
      />
      <TextInput
        label={words.words}
        description={words.wordsHelp}
        required
        withAsterisk={false}
        maxLength={200}
        value={given.words}
        onChange={(event) => setGiven({ ...given, words: event.currentTarget.value })}
      />
      <TextInput
        label={words.label}
        description={words.labelHint}
        maxLength={80}
        value={given.label}
        onChange={(event) => setGiven({ ...given, label: event.currentTarget.value })}
      />
      {make.problem && <Problem>{make.problem}</Problem>}
      <div className="entry-make">
        <Button type="submit" variant="default" disabled={given.flow === ''} loading={make.isBusy}>
          {words.make}
        </Button>
      </div>
    </form>
  );
}

type CardProps = { id: string; link: EntryLink; mayWrite: boolean; onChange: () => void };

function LinkCard({ id, link, mayWrite, onChange }: CardProps) {
  const words = useWords(shopWords);
  const [isCopied, setCopied] = useState(false);
  const code = useRef<HTMLDivElement>(null);
  const remove = useForm(() => removeLink(id, link.id), onChange);
  const name = link.label || (words.vias[link.via] ?? link.via);
  const { url } = link;
  const save = () => {
    const svg = code.current?.querySelector('svg');
    if (!svg) return;
    const drawn = svg.cloneNode(true);
    if (!(drawn instanceof SVGElement)) return;
    drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    drawn.querySelector('rect')?.setAttribute('fill', '#fff');
    download(`qr-${link.id}.svg`, 'image/svg+xml', drawn.outerHTML);
  };
  return (
    <li className="panel entry-link">
      {url !== null && (
        <div className="entry-code" ref={code}>
          <QrCode text={url} label={words.codeFor(name)} size={104} />
        </div>
      )}
      <div className="entry-said">
        <strong>{name}</strong>
        <p className="small">
          {words.vias[link.via] ?? link.via} · {link.flow}
        </p>
        <p className="entry-text">{link.text}</p>
        <p className="muted small">{words.starts(link.starts)}</p>
        {remove.problem && <Problem>{remove.problem}</Problem>}
        <div className="entry-acts">
          {url !== null && (
            <>
              <Button
                size="compact-md"
                variant="default"
                leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
                onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
              >
                {isCopied ? words.copied : words.copy}
              </Button>
              <ActionIcon variant="default" size={30} aria-label={words.download} onClick={save}>
                <IconDownload size={16} stroke={1.75} />
              </ActionIcon>
            </>
          )}
          {mayWrite && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={words.remove(name)}
              onClick={() => void remove.submit()}
            >
              <IconTrash size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </div>
      </div>
    </li>
  );
}
