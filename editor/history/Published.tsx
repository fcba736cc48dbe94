import { Button, Skeleton } from '@mantine/core';
import { IconBrandWhatsapp, IconCircleCheck } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { numberName, useNumbers } from './PublishNumbers.tsx';
import { publishWords } from './publish-words.ts';

const QrCode = lazy(async () => ({ default: (await import('../qr/QrCode.tsx')).QrCode }));

/** After publishing: which version is live, and links that begin a conversation with it. */
export function Published({ text }: { text: string }) {
  const words = useWords(publishWords);
  const act = useAct();
  const flow = useFlow((state) => state.flow);
  const { data: answer } = useNumbers();
  const bound = (answer?.ok ? answer.body.numbers : []).filter(({ flows }) =>
    flows.some((one) => one.flow === flow.id),
  );
  const { triggers, defaultLocale } = flow.settings;
  const keyword = (triggers?.keywords?.[defaultLocale] ?? Object.values(triggers?.keywords ?? {}).flat())[0];
  return (
    <div className="stack">
      <p className="publish-done" role="status">
        <IconCircleCheck size={20} stroke={1.75} aria-hidden="true" /> <strong>{text}</strong>
      </p>
      {bound.length === 0 && <p className="muted">{words.onNoNumber}</p>}
      {bound.map((number) => {
        const digits = (number.displayPhone ?? '').replace(/\D/g, '');
        if (digits.length < 7) return null;
        const query = keyword === undefined ? '' : `?text=${encodeURIComponent(keyword)}`;
        const link = `https://wa.me/${digits}${query}`;
        return (
          <div key={number.id} className="publish-way-in">
            <a className="publish-link" href={link} target="_blank" rel="noreferrer">
              <IconBrandWhatsapp size={18} stroke={1.75} aria-hidden="true" />{' '}
              {words.talkOn(numberName(number), keyword)}
            </a>
            <Suspense fallback={<Skeleton width={176} height={176} />}>
              <QrCode text={link} label={words.talkOn(numberName(number), keyword)} />
            </Suspense>
          </div>
        );
      })}
      <Button size="sm" onClick={() => act.show({ dialog: null })} data-autofocus>
        {words.done}
      </Button>
    </div>
  );
}
