// The context in which a figure is measured.
import type { Contestant } from '../contestants.ts';
import type { Records } from '../record.ts';
import type { Scale } from '../scale.ts';

export type MeasureContext = {
  readonly contestants: readonly Contestant[];
  readonly scale: Scale;
  readonly records: Records;
  readonly profile: string | undefined;
};

export type Measure = (context: MeasureContext) => Promise<void>;
