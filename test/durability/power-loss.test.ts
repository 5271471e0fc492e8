import { expect, test } from 'vitest';
import { product } from './serving.ts';
import { hasStrace, orderOf, TOLD } from './trace.ts';

// A killed process can't show it: what it has written, the system keeps. The order of system calls can.
test.skipIf(!hasStrace)(
  '[T4] [R2] nobody is told of an intent before the sync of its entry',
  async () => {
    expect(await orderOf(product)).toEqual({ told: TOLD, early: 0 });
  },
  120_000,
);
