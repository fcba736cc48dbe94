/** The ids of colleagues whom a note names with an @. */
export function mentionsIn(text: string, people: readonly { id: string; name: string }[]): string[] {
  const said = text.toLocaleLowerCase();
  return people
    .filter(({ name }) => name.trim() !== '' && said.includes(`@${name.toLocaleLowerCase()}`))
    .map(({ id }) => id);
}
