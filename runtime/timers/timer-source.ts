/** The inbox source of the event that a timer's row becomes when it is due: names the row, so that a cancelled one is told apart. */
export function timerSource(timerId: string): string {
  return `timer:${timerId}`;
}
