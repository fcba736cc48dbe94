import { useEffect } from 'react';
import { IdentityNote } from '../contacts/IdentityNote.tsx';
import type { Row } from './inbox-api.ts';
import { useContact } from './queries.ts';
import { useDeeds } from './use-deeds.ts';

/** Above the thread, where somebody else may be at the contact's number. */
export function IdentityInThread({ row }: { row: Row }) {
  const deeds = useDeeds();
  const { data, refetch } = useContact(row.contact.id);
  // A change of identity comes with a message.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message is a reason to look
  useEffect(() => void refetch(), [refetch, row.lastAt]);
  if (!data?.ok) return null;
  const settled = () => {
    void refetch();
    deeds.refresh(row.id);
  };
  return <IdentityNote contact={data.body.contact} onChange={settled} />;
}
