import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { useState } from 'react';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { sendTest } from './numbers-api.ts';
import { numberWords } from './words.ts';

/** Every account has this one from the beginning. */
const FIRST_TEMPLATE = { template: 'hello_world', language: 'en_US' };

/** Sends one message beside all flows, to see that the number works. */
export function TestMessage({ id }: { id: string }) {
  const words = useWords(numberWords);
  const [way, setWay] = useState('template');
  const [to, setTo] = useState('');
  const [text, setText] = useState('');
  const [named, setNamed] = useState(FIRST_TEMPLATE);
  const [isSent, setSent] = useState(false);
  const form = useForm(
    () => sendTest(id, way === 'text' ? { to, text } : { to, ...named }),
    () => setSent(true),
  );
  return (
    <section className="number-part">
      <h2>{words.test}</h2>
      <form
        className="panel stack number-form"
        onSubmit={(event) => {
          setSent(false);
          void form.submit(event);
        }}
      >
        <p className="muted small">{words.testHelp}</p>
        <SegmentedControl
          value={way}
          onChange={setWay}
          aria-label={words.test}
          data={[
            { value: 'template', label: words.asTemplate },
            { value: 'text', label: words.asText },
          ]}
        />
        <TextInput
          label={words.testTo}
          required
          withAsterisk={false}
          type="tel"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {way === 'text' ? (
          <TextInput
            label={words.testText}
            required
            withAsterisk={false}
            maxLength={numberOn('text.body')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              label={words.testTemplate}
              required
              withAsterisk={false}
              value={named.template}
              onChange={(event) => setNamed({ ...named, template: event.currentTarget.value })}
            />
            <TextInput
              label={words.testLanguage}
              required
              withAsterisk={false}
              value={named.language}
              onChange={(event) => setNamed({ ...named, language: event.currentTarget.value })}
            />
          </>
        )}
        {form.problem !== null && (
          <p className="bad" role="alert">
            {form.problem}
          </p>
        )}
        {isSent && form.problem === null && (
          <p className="good" role="status">
            {words.sent}
          </p>
        )}
        <Button type="submit" variant="default" loading={form.isBusy}>
          {words.send}
        </Button>
      </form>
    </section>
  );
}
