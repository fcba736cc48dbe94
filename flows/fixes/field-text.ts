/** The text at a field of a node's config, as problems name it: members of a list by their id, else by their index. */
export function textAt(config: unknown, field: string): string | undefined {
  let value = config;
  for (const step of field.split('.')) value = memberOf(value, step)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The config with another text there; the very same when there is no such place. */
export function withTextAt<Config>(config: Config, field: string, text: string): Config {
  /* Sound because nothing but a text is put where a text was. */
  return written(config, field.split('.'), text) as Config;
}

function written(value: unknown, [step, ...rest]: string[], text: string): unknown {
  if (step === undefined) return text;
  const member = memberOf(value, step);
  if (!member) return value;
  const inner = written(member.value, rest, text);
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === member.key ? inner : item));
  return { ...Object(value), [member.key]: inner };
}

function memberOf(value: unknown, step: string): { key: string; value: unknown } | null {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  const byId = Array.isArray(value) ? entries.find(([, item]) => idOf(item) === step) : undefined;
  const found = byId ?? entries.find(([key]) => key === step);
  return found ? { key: found[0], value: found[1] } : null;
}

const idOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
