import type { Phone } from '../emulator/phone/phone.ts';
import type { ParleyProcess } from './parley-process.ts';
import type { Stage } from './stage.ts';

/** However long something is away, people have their answer by then. */
const PATIENCE_MS = 60_000;

/** People who talk on while a row does something: each writes, waits for the answer, and writes again. */
export type Talk = {
  /** How many answers there were so far. */
  answers(): number;
  /** Lets everybody hear the last answer. Rejects when somebody got none, or another one than the next. */
  end(): Promise<void>;
};

/** `phones` have been answered "0: ", as those of `stage.people` have. */
export function talk(phones: readonly Phone[], pauseMs = 0): Talk {
  let isOver = false;
  let answers = 0;
  const one = async (phone: Phone) => {
    for (let n = 1; !isOver; n++) {
      await phone.text(`w${n}`);
      const { body } = await phone.receive(PATIENCE_MS);
      if (body !== `${n}: w${n}`) throw new Error(`“${body}” is not the answer to w${n}`);
      answers++;
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const talking = Promise.all(phones.map(one));
  // Looked at when the talk ends.
  talking.catch(() => {});
  return {
    answers: () => answers,
    async end() {
      isOver = true;
      await talking;
    },
  };
}

/** Resolves when there were `count` more answers than now. */
export function moreAnswers(stage: Stage, { answers }: Talk, count: number): Promise<void> {
  const wanted = answers() + count;
  return stage.until(`${count} more answers`, () => answers() >= wanted, PATIENCE_MS);
}

/** HTTP status of `/readyz`; 0 when nobody listens. */
export async function readiness({ url }: ParleyProcess): Promise<number> {
  return fetch(`${url}/readyz`).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
}
