import { localise } from '@parley/flows/localise.ts';
import { renderMessage } from '@parley/flows/render.ts';
import { MessageView } from '../message/MessageView.tsx';
import { messagesOfNode } from './node-texts.ts';
import { useInspector } from './state.ts';

/** What the node sends, as the contact sees it, in the language that is edited and with sample values. */
export function NodePreview() {
  const { flow, nodeId, node, locale, scope, values, words } = useInspector();
  const messages = messagesOfNode(nodeId, node, flow);
  if (messages.length === 0) return null;
  const texts = flow.settings.texts?.[locale];
  return (
    <section className="preview" aria-label={words.preview}>
      <h3>{words.previewNote}</h3>
      <div className="preview-ground">
        {messages.map(({ key, message }) => (
          <MessageView
            key={key}
            message={renderMessage(localise(message, key, texts), scope, values, locale)}
            locale={locale}
          />
        ))}
      </div>
    </section>
  );
}
