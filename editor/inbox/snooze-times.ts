/** Until when a conversation can be put off with one press. */
export type SnoozeTime = { id: 'reply' | 'hour' | 'evening' | 'tomorrow' | 'monday'; until: string };

/** Those that lie ahead at `now`, in the time of this browser: the evening begins at six, a working day at nine. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const at = (days: number, hours: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hours, 0, 0, 0);
    return date;
  };
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const times: SnoozeTime[] = [
    { id: 'reply', until: 'until-reply' },
    { id: 'hour', until: new Date(now.getTime() + 3_600_000).toISOString() },
    { id: 'evening', until: at(0, 18).toISOString() },
    { id: 'tomorrow', until: at(1, 9).toISOString() },
    { id: 'monday', until: at(toMonday, 9).toISOString() },
  ];
  return times.filter(({ id, until }) => {
    if (id === 'evening') return Date.parse(until) - now.getTime() > 3_600_000;
    // Tomorrow is Monday already.
    return id !== 'monday' || toMonday > 1;
  });
}
