import { Button, FileInput, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CardFault } from '../api.ts';
import { refusalText } from '../people/refusal.ts';
import { Problem } from '../people/SignInForm.tsx';
import { peopleWords } from '../people/words.ts';
import { useWords } from '../words.ts';
import { addCard } from './prices-api.ts';
import { priceWords } from './words.ts';

/** Takes in a file with prices, or says line by line what is wrong with it. */
export function UploadCard({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const words = useWords(priceWords);
  const refusals = useWords(peopleWords);
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [validFrom, setValidFrom] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [faults, setFaults] = useState<readonly CardFault[]>([]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setBusy(true);
    const answer = await addCard({ name, file: await file.text(), validFrom: validFrom || null });
    setBusy(false);
    if (answer.ok) return onDone();
    const found = answer.problem.faults ?? [];
    setFaults(found);
    setProblem(found.length > 0 ? words.faults(found.length) : refusalText(answer, refusals));
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setFaults([]);
    setProblem(null);
    if (chosen && name === '') setName(chosen.name.replace(/\.\w+$/, '').slice(0, 120));
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.upload}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <FileInput
          label={words.file}
          description={words.fileHelp}
          accept=".csv,text/csv"
          clearable
          value={file}
          onChange={choose}
        />
        <TextInput
          label={words.cardName}
          required
          withAsterisk={false}
          maxLength={120}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.validFrom}
          description={words.validFromHelp}
          value={validFrom}
          onChange={({ currentTarget }) => setValidFrom(currentTarget.value)}
        />
        {problem && <Problem>{problem}</Problem>}
        {faults.length > 0 && <Faults faults={faults} />}
        <div>
          <Button type="submit" disabled={file === null} loading={isBusy}>
            {words.upload}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Faults({ faults }: { faults: readonly CardFault[] }) {
  const words = useWords(priceWords);
  return (
    <ul className="card-faults">
      {faults.map(({ row, column, code, value }) => (
        <li key={`${row} ${column} ${code}`}>
          <strong>
            {words.line(row)}
            {column !== '' && `, ${column}`}
            {value !== '' && `: “${value}”`}
          </strong>
          <span className="muted">{words.faultCodes[code] ?? code}</span>
        </li>
      ))}
    </ul>
  );
}
