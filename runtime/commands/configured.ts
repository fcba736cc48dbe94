import { type Config, readConfig } from '../config.ts';
import type { Terminal } from './terminal.ts';

/** The settings of the environment; null when one is wrong, after saying which and why in one line. */
export function configured(terminal: Terminal): Config | null {
  const config = readConfig(terminal.env);
  if (!('problem' in config)) return config;
  terminal.complain(config.problem);
  return null;
}
