import { expect, test } from 'vitest';
import { onlyIf } from '../only-if.ts';
import { product } from './serving.ts';
import { hasStrace, orderOf, TOLD } from './trace.ts';

// A killed process can't show it: what it has written, the system keeps. The order of system calls can.
test(
  '[T4] [R2] no client gets an accepted intent before the sync of its entry',
  onlyIf(hasStrace, 'strace is not installed'),
  async () => {
    expect(await orderOf(product)).toEqual({ told: TOLD, early: 0 });
  },
);
