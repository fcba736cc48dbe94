import { useState } from 'react';
import { useWords } from '../words.ts';
import { type ReadFile, readSample, SAMPLES, type SampleId } from './new-flow.ts';
import { newFlowWords } from './new-flow-words.ts';
import { ReadSummary } from './ReadSummary.tsx';

type Props = { read: ReadFile | null; taken: readonly string[]; onRead: (read: ReadFile) => void };

const IDS = Object.keys(SAMPLES) as SampleId[];

/** One of the flows that come with Parley. */
export function SampleChoice({ read, taken, onRead }: Props) {
  const words = useWords(newFlowWords);
  const [chosen, setChosen] = useState<SampleId | null>(null);
  const choose = async (id: SampleId) => {
    setChosen(id);
    onRead(await readSample(id));
  };
  return (
    <>
      <div className="sample-list" role="radiogroup" aria-label={words.sample}>
        {IDS.map((id) => (
          <label key={id} className="sample">
            <input type="radio" name="sample" checked={chosen === id} onChange={() => void choose(id)} />
            <span>
              <span className="sample-title">{words.samples[id].title}</span>
              <span className="muted small where">{words.samples[id].text}</span>
            </span>
          </label>
        ))}
      </div>
      {read && <ReadSummary read={read} taken={taken} />}
    </>
  );
}
