import { Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listNumbers, type NumberSummary, setNumberFlows } from '../api.ts';
import { useMay } from '../people/session-store.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import './history.css';
import { publishWords } from './publish-words.ts';

/** Numbers as their owner knows them, for every screen that names one. */
export const numberName = ({ displayPhone, name, phoneNumberId }: NumberSummary) =>
  displayPhone ?? name ?? phoneNumberId;

export const useNumbers = () => useQuery({ queryKey: ['numbers'], queryFn: listNumbers });

/** The numbers that run this flow. Ticking one lets the flow answer there at once, as far as it is published. */
export function PublishNumbers({ flowId }: { flowId: string }) {
  const words = useWords(publishWords);
  const failures = useWords(failureWords);
  const queries = useQueryClient();
  const mayBind = useMay('numbers:write');
  const { data: answer } = useNumbers();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  if (!answer?.ok) return null;
  const { numbers } = answer.body;

  const bind = async (number: NumberSummary, isBound: boolean) => {
    setBusy(number.id);
    setFailure(null);
    const others = number.flows.filter(({ flow }) => flow !== flowId);
    /* Without a default flow, a first message that matches no trigger would stay unanswered. */
    const isDefault = !others.some((flow) => flow.isDefault);
    const changed = await setNumberFlows(
      number.id,
      isBound ? [...others, { flow: flowId, isDefault }] : others,
    );
    if (!changed.ok) setFailure(failureText(changed, failures));
    await queries.invalidateQueries({ queryKey: ['numbers'] });
    setBusy(null);
  };
  return (
    <fieldset className="publish-numbers">
      <legend>{words.numbers}</legend>
      {numbers.length === 0 && <p className="muted">{words.noNumbers}</p>}
      {numbers.map((number) => {
        const bound = number.flows.find(({ flow }) => flow === flowId);
        const others = number.flows.filter(({ flow }) => flow !== flowId).map(({ flow }) => flow);
        const detail = [
          bound?.isDefault ? words.isDefault : '',
          others.length > 0 ? words.alsoThere(others.join(', ')) : '',
        ];
        return (
          <Checkbox
            key={number.id}
            label={numberName(number)}
            description={detail.filter(Boolean).join(' · ')}
            /* While it is being stored, as it will be. */
            checked={(bound !== undefined) !== (busy === number.id)}
            disabled={!mayBind || busy !== null}
            onChange={(event) => void bind(number, event.currentTarget.checked)}
          />
        );
      })}
      {!mayBind && numbers.length > 0 && <p className="muted small">{words.onlyAdministrators}</p>}
      {failure !== null && (
        <p className="bad" role="alert">
          {failure}
        </p>
      )}
    </fieldset>
  );
}
