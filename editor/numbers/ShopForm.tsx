import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import {
  linkCatalogue,
  type NumberCatalogue,
  readCatalogue,
  readIdentityCheck,
  setIdentityCheck,
} from './shop-api.ts';
import { shopWords } from './shop-words.ts';

type PartProps = { id: string; mayWrite: boolean };

/** The catalogue behind a number's product messages, and what WhatsApp shows of it. */
export function ShopForm({ id, mayWrite }: PartProps) {
  const words = useWords(shopWords);
  // Kept out here: the fields begin anew with what the server has.
  const [isSaved, setSaved] = useState(false);
  const catalogue = useQuery({ queryKey: ['numbers', id, 'catalogue'], queryFn: () => readCatalogue(id) });
  return (
    <section className="number-part">
      <h2>{words.catalogue}</h2>
      <Loaded answer={catalogue.data} retry={() => void catalogue.refetch()}>
        {(body) => (
          <ShopFields
            key={JSON.stringify(body)}
            id={id}
            mayWrite={mayWrite}
            before={body}
            isSaved={isSaved}
            onSaved={async () => {
              await catalogue.refetch();
              setSaved(true);
            }}
          />
        )}
      </Loaded>
    </section>
  );
}

type FieldsProps = PartProps & {
  before: NumberCatalogue;
  isSaved: boolean;
  onSaved: () => Promise<void>;
};

function ShopFields({ id, mayWrite, before, isSaved, onSaved }: FieldsProps) {
  const words = useWords(shopWords);
  const [catalogId, setCatalogue] = useState(before.catalogId ?? '');
  const [settings, setSettings] = useState(before.settings ?? { isCartOn: true, isCatalogueVisible: false });
  const form = useForm(() => linkCatalogue(id, { catalogId: catalogId || null, ...settings }), onSaved);
  const known = before.catalogues;
  const isElsewhere = catalogId !== '' && !known.some((one) => one.id === catalogId);
  return (
    <form className="panel stack number-form" onSubmit={(event) => void form.submit(event)}>
      <p className="muted small">{words.catalogueHelp}</p>
      {before.problem !== null && (
        <p className="warn small" role="status">
          {words.couldNotAsk(before.problem)}
        </p>
      )}
      {known.length > 0 ? (
        <NativeSelect
          label={words.linked}
          disabled={!mayWrite}
          value={catalogId}
          data={[
            { value: '', label: words.none },
            ...known.map((one) => ({ value: one.id, label: one.name || one.id })),
            ...(isElsewhere ? [{ value: catalogId, label: catalogId }] : []),
          ]}
          onChange={(event) => setCatalogue(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label={words.byId}
          description={words.idHelp}
          inputMode="numeric"
          disabled={!mayWrite}
          value={catalogId}
          onChange={(event) => setCatalogue(event.currentTarget.value.trim())}
        />
      )}
      <Switch
        label={words.cart}
        description={words.cartHelp}
        disabled={!mayWrite || catalogId === ''}
        checked={settings.isCartOn}
        onChange={(event) => setSettings({ ...settings, isCartOn: event.currentTarget.checked })}
      />
      <Switch
        label={words.visible}
        description={words.visibleHelp}
        disabled={!mayWrite || catalogId === ''}
        checked={settings.isCatalogueVisible}
        onChange={(event) => setSettings({ ...settings, isCatalogueVisible: event.currentTarget.checked })}
      />
      {form.problem !== null && <Problem>{form.problem}</Problem>}
      {isSaved && (
        <p className="good" role="status">
          {words.saved}
        </p>
      )}
      {mayWrite && (
        <Button type="submit" variant="default" loading={form.isBusy}>
          {words.save}
        </Button>
      )}
    </form>
  );
}

/** Whether a changed identity stops messages to that person. */
export function IdentityCheck({ id, mayWrite }: PartProps) {
  const words = useWords(shopWords);
  const check = useQuery({
    queryKey: ['numbers', id, 'identity-check'],
    queryFn: () => readIdentityCheck(id),
  });
  const form = useForm(
    () => setIdentityCheck(id, !isOn),
    async () => void (await check.refetch()),
  );
  const isOn = check.data?.ok ? check.data.body.isOn : false;
  return (
    <section className="number-part">
      <h2>{words.identity}</h2>
      <div className="panel stack number-form">
        <p className="muted small">{words.identityHelp}</p>
        <Switch
          label={words.identityOn}
          disabled={!mayWrite || !check.data?.ok || form.isBusy}
          checked={isOn}
          onChange={() => void form.submit()}
        />
        {form.problem !== null && <Problem>{form.problem}</Problem>}
      </div>
    </section>
  );
}
