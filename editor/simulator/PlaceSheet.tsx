import { Button, TextInput } from '@mantine/core';
import type { PersonInput } from '@parley/flows/input.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { BottomSheet } from './BottomSheet.tsx';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** A place that the contact sends. */
export function PlaceSheet(props: { onSay: (input: PersonInput) => void; onClose: () => void }) {
  const { onSay, onClose } = props;
  const say = useWords(words);
  const [address, setAddress] = useState('Alexanderplatz, Berlin');
  const [latitude, setLatitude] = useState('52.5219');
  const [longitude, setLongitude] = useState('13.4132');
  const isPlace = isWithin(latitude, 90) && isWithin(longitude, 180);
  const submit = () => {
    if (!isPlace) return;
    onSay({
      type: 'location',
      latitude: Number(latitude),
      longitude: Number(longitude),
      ...(address.trim() !== '' && { address: address.trim() }),
    });
  };
  return (
    <BottomSheet title={say.place} onSubmit={submit} onClose={onClose}>
      <TextInput
        data-autofocus
        label={say.placeName}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <div className={styles.pair}>
        <TextInput
          label={say.latitude}
          inputMode="decimal"
          value={latitude}
          onChange={(event) => setLatitude(event.currentTarget.value)}
        />
        <TextInput
          label={say.longitude}
          inputMode="decimal"
          value={longitude}
          onChange={(event) => setLongitude(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" size="sm" disabled={!isPlace}>
        {say.sendPlace}
      </Button>
    </BottomSheet>
  );
}

const isWithin = (text: string, most: number) => text.trim() !== '' && Math.abs(Number(text)) <= most;
