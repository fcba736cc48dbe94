import type { Flow } from '@parley/flows/flow.ts';
import type { PersonInput } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Move } from '@parley/flows/simulation.ts';
import { useState } from 'react';
import { ListSheet } from '../message/ListSheet.tsx';
import type { Tap } from '../message/look.ts';
import { ClockBar } from './ClockBar.tsx';
import { Composer } from './Composer.tsx';
import { formFields, lastAnswer, saidTexts, standingOf, type Talk, waitingRequest } from './conversation.ts';
import type { Entry } from './entries.ts';
import { FormSheet } from './FormSheet.tsx';
import { Held } from './Held.tsx';
import { OrderSheet } from './OrderSheet.tsx';
import { PlaceSheet } from './PlaceSheet.tsx';
import { RequestForm } from './RequestForm.tsx';
import styles from './simulator.module.css';
import { Thread } from './Thread.tsx';

type MessageEntry = Extract<Entry, { type: 'message' }>;

type Sheet =
  | { type: 'list'; entry: MessageEntry; message: Extract<OutboundMessage, { type: 'list' }> }
  | { type: 'form'; node: string }
  | { type: 'order'; productIds: string[] }
  | { type: 'place' };

/** The contact's phone: their thread, what they can tap and write, and by hand what the world answers. */
export function Phone({ flow, talk, move }: { flow: Flow; talk: Talk; move: (move: Move) => void }) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const standing = standingOf(talk);
  const request = waitingRequest(talk);
  const close = () => setSheet(null);
  const sayInput = (input: PersonInput) => {
    close();
    move({ do: 'say', input });
  };
  const choose = ({ node, isEarlier }: MessageEntry, { id, title }: { id: string; title: string }) =>
    sayInput({ type: 'choice', id, title, offeredBy: { node, earlierSession: isEarlier } });
  const onTap = (entry: MessageEntry, tap: Tap) => {
    if (tap.type === 'option') choose(entry, tap);
    else setSheet(sheetOf(entry, tap));
  };
  return (
    <div className={styles.phone}>
      <ClockBar flow={flow} standing={standing} move={move} />
      <Thread talk={talk} locale={standing.contact.locale} onTap={onTap} />
      {request && (
        <RequestForm
          key={request.call}
          request={request.request}
          last={lastAnswer(talk, request.node)}
          onAnswer={(status, body) =>
            move({ do: 'tell', input: { type: 'call.done', call: request.call, status, body } })
          }
          onFail={(reason) =>
            move({ do: 'tell', input: { type: 'call.failed', call: request.call, reason } })
          }
        />
      )}
      {standing.held && <Held onHandBack={() => move({ do: 'tell', input: { type: 'agent.resolved' } })} />}
      <Composer
        isOff={request !== null}
        earlier={saidTexts(talk)}
        onSay={sayInput}
        onPlace={() => setSheet({ type: 'place' })}
        onOrder={() => setSheet({ type: 'order', productIds: [] })}
      />
      {sheet?.type === 'list' && (
        <ListSheet message={sheet.message} onChoose={(row) => choose(sheet.entry, row)} onClose={close} />
      )}
      {sheet?.type === 'form' && (
        <FormSheet fields={formFields(flow, sheet.node)} onSay={sayInput} onClose={close} />
      )}
      {sheet?.type === 'order' && (
        <OrderSheet productIds={sheet.productIds} onSay={sayInput} onClose={close} />
      )}
      {sheet?.type === 'place' && <PlaceSheet onSay={sayInput} onClose={close} />}
    </div>
  );
}

function sheetOf(entry: MessageEntry, tap: Tap): Sheet | null {
  const { message, node } = entry;
  if (message.type === 'list') return { type: 'list', entry, message };
  if (tap.type === 'form') return { type: 'form', node };
  if (tap.type === 'location') return { type: 'place' };
  if (message.type === 'product') return { type: 'order', productIds: [message.productId] };
  if (message.type === 'products')
    return { type: 'order', productIds: message.sections.flatMap(({ products }) => products) };
  return { type: 'order', productIds: [] };
}
