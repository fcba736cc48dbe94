import type { FlowFile } from './flow-files.ts';

/** The flow files of the start have errors, so Parley does not start. `files` are those at fault. */
export class FlowsRefused extends Error {
  readonly files: FlowFile[];
  constructor(files: FlowFile[]) {
    super(`${files.map(({ file }) => file).join(', ')} cannot be published`);
    this.files = files;
  }
}
