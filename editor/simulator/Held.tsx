import { Button } from '@mantine/core';
import { IconHeadset } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** While a person holds the conversation the bot is silent; here they hand it back. */
export function Held({ onHandBack }: { onHandBack: () => void }) {
  const say = useWords(words);
  return (
    <div className={styles.held}>
      <IconHeadset size={18} stroke={1.75} aria-hidden />
      <span className={styles.grow}>{say.held}</span>
      <Button variant="default" size="compact-sm" onClick={onHandBack}>
        {say.handBack}
      </Button>
    </div>
  );
}
