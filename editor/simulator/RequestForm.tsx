import { Button, SegmentedControl } from '@mantine/core';
import type { CallRequest } from '@parley/flows/turn.ts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { tryRequest } from '../api.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { AnswerByHand, type Answers } from './AnswerByHand.tsx';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** How the last request was answered, so that the next one is offered the same way. */
let wasForReal = false;

/** The answer of a request: given by hand, when nothing leaves the browser, or fetched by the server for real. */
export function RequestForm(props: Answers & { request: CallRequest }) {
  const { request, last, onAnswer, onFail } = props;
  const say = useWords(words);
  const [isForReal, setForReal] = useState(wasForReal);
  const choose = (how: string) => {
    wasForReal = how === 'real';
    setForReal(wasForReal);
  };
  return (
    <section className={styles.request} aria-label={say.request}>
      <p className={styles.requestTitle}>{say.request}</p>
      <p className={styles.address} title={request.url}>
        <b>{request.method}</b> {request.url}
      </p>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={say.request}
        value={isForReal ? 'real' : 'hand'}
        data={[
          { value: 'hand', label: say.byHand },
          { value: 'real', label: say.forReal },
        ]}
        onChange={choose}
      />
      {isForReal ? (
        <Real request={request} onAnswer={onAnswer} onFail={onFail} />
      ) : (
        <AnswerByHand last={last} onAnswer={onAnswer} onFail={onFail} />
      )}
    </section>
  );
}

function Real({ request, onAnswer, onFail }: Omit<Answers, 'last'> & { request: CallRequest }) {
  const say = useWords(words);
  const failures = useWords(failureWords);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const call = async () => {
    setBusy(true);
    setRefusal(null);
    const answer = await tryRequest(request);
    setBusy(false);
    if (!answer.ok) return setRefusal(failureText(answer, failures));
    if (answer.body.type === 'call.done') onAnswer(answer.body.status, answer.body.body);
    else onFail(answer.body.reason);
  };
  return (
    <>
      {request.method === 'GET' ? (
        <p className={styles.hint}>{say.callHint}</p>
      ) : (
        <p className={styles.warning}>
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden /> {say.callWarning(request.method)}
        </p>
      )}
      {refusal !== null && (
        <p className={styles.bad} role="alert">
          {say.callRefused(refusal)}
        </p>
      )}
      <Button size="sm" loading={isBusy} onClick={() => void call()}>
        {say.callNow}
      </Button>
    </>
  );
}
