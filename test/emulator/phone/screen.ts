import type { Thread } from '../threads.ts';
import { waitUntil } from '../wait.ts';
import type { ShownOption } from './shown-content.ts';
import type { ShownMessage } from './shown-message.ts';

/** The option with this id or title on the newest message that has it. */
export function findOption(
  thread: Thread,
  titleOrId: string,
  isWanted: (option: ShownOption) => boolean = () => true,
): { message: ShownMessage; option: ShownOption } {
  for (const message of thread.screen.toReversed()) {
    const option = optionOf(message, titleOrId, isWanted);
    if (option) return { message, option };
  }
  throw new Error(`nothing on the screen offers "${titleOrId}"\n${describe(thread)}`);
}

/** The option with this id or title on one message. An id wins over a title. */
export function optionOf(
  message: ShownMessage,
  titleOrId: string,
  isWanted: (option: ShownOption) => boolean = () => true,
): ShownOption | undefined {
  const options = message.options.filter(isWanted);
  return (
    options.find((option) => option.id === titleOrId) ?? options.find((option) => option.title === titleOrId)
  );
}

/** The last few messages, for an error that has to explain itself. */
export function describe(thread: Thread): string {
  if (thread.screen.length === 0) return 'The screen is empty.';
  const shown = thread.screen.slice(-5).map((message) => message.text.replaceAll('\n', '\n    '));
  return `The screen shows (${thread.screen.length}):\n  - ${shown.join('\n  - ')}`;
}

/** Hands out the messages of a screen one after the other, waiting for those still to come. */
export function reader(thread: Thread) {
  let taken = 0;
  return {
    /** Messages not handed out yet. */
    untaken: (): ShownMessage[] => thread.screen.slice(taken),
    async take(count: number, timeoutMs: number): Promise<ShownMessage[]> {
      const from = taken;
      taken += count;
      await shown(thread, from + count, timeoutMs).catch((error: unknown) => {
        if (taken === from + count) taken = from;
        throw error;
      });
      return thread.screen.slice(from, from + count);
    },
  };
}

function shown(thread: Thread, count: number, timeoutMs: number): Promise<void> {
  const who = thread.person.waId ?? thread.person.userId;
  return waitUntil(
    thread.watchers,
    () => thread.screen.length >= count,
    timeoutMs,
    () => `no message number ${count} for ${who} within ${timeoutMs} ms\n${describe(thread)}`,
  );
}
