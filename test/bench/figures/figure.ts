// What a figure is given to be measured by.
import type { Contestant } from '../contestants.ts';
import type { Records } from '../record.ts';
import type { Scale } from '../scale.ts';

export type Ground = {
  readonly contestants: readonly Contestant[];
  readonly scale: Scale;
  readonly records: Records;
  readonly profile: string | undefined;
};

export type Measure = (ground: Ground) => Promise<void>;
