import { Button, Skeleton } from '@mantine/core';
import { fromMachine } from '@parley/flows/machine.ts';
import { Link, useParams } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Failure, readFlow, saveFlow } from '../api.ts';
import { useMay } from '../people/session-store.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { startChecking } from './check.ts';
import { FlowContext } from './flow-context.ts';
import { createFlowStore, type FlowStore } from './flow-store.ts';
import './flow.css';
import { openDraft } from './open-draft.ts';
import { NOT_SAVING, type Saving, startSaving } from './save.ts';
import { SavingContext } from './saving-context.ts';
import { Workbench } from './Workbench.tsx';
import { flowWords } from './words.ts';

type Open = { store: FlowStore; saving: Saving } | { failure: Failure } | { unreadable: string };

/** One flow in the editor: read, then kept saved and checked for as long as it is open. */
export function FlowScreen() {
  const { id } = useParams({ from: '/flows/$id/edit' });
  return <OpenFlow id={id} key={id} />;
}

function OpenFlow({ id }: { id: string }) {
  const words = useWords(flowWords);
  const failures = useWords(failureWords);
  const readOnly = useMay('flows:write') ? null : words.readOnlyWhy;
  const [open, setOpen] = useState<Open | null>(null);
  const close = useRef(() => {});

  const load = useCallback(async () => {
    close.current();
    setOpen(null);
    let isWanted = true;
    close.current = () => {
      isWanted = false;
    };
    const answer = await readFlow(id);
    if (!isWanted) return;
    if (!answer.ok) return setOpen({ failure: answer });
    const read = fromMachine(answer.body.machine);
    if (!read.ok) return setOpen({ unreadable: read.problems[0]?.message ?? '' });
    if (readOnly !== null) {
      const { revision, publishedVersion } = answer.body;
      const seen = { flow: read.flow, stored: read.flow, revision, publishedVersion, readOnly };
      const store = createFlowStore(seen);
      close.current = startChecking(store);
      return setOpen({ store, saving: NOT_SAVING });
    }
    const { opened, save } = openDraft(localStorage, answer.body, read.flow);
    const store = createFlowStore(opened);
    if (save) store.getState().act.setSave(save);
    const saving = startSaving(store, saveFlow, localStorage);
    const stopChecking = startChecking(store);
    window.addEventListener('focus', saving.resume);
    window.addEventListener('pagehide', saving.keep);
    close.current = () => {
      window.removeEventListener('focus', saving.resume);
      window.removeEventListener('pagehide', saving.keep);
      void saving.flush();
      saving.stop();
      stopChecking();
    };
    setOpen({ store, saving });
  }, [id, readOnly]);

  useEffect(() => {
    void load();
    return () => close.current();
  }, [load]);

  if (!open) return <Skeleton height="100%" radius={0} aria-busy="true" aria-label={words.loading} />;
  if ('store' in open) {
    return (
      <FlowContext value={open.store}>
        <SavingContext value={open.saving}>
          <ReactFlowProvider>
            <Workbench />
          </ReactFlowProvider>
        </SavingContext>
      </FlowContext>
    );
  }
  const text = 'failure' in open ? failureText(open.failure, failures) : words.unreadable(open.unreadable);
  return (
    <section className="panel lone" role="alert">
      <h1>{text}</h1>
      <div className="lone-ways">
        <Button variant="default" onClick={() => void load()}>
          {words.retry}
        </Button>
        <Link to="/flows">{words.allFlows}</Link>
      </div>
    </section>
  );
}
