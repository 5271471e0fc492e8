import { expect, test } from 'vitest';
import { onlyIf } from '../only-if.ts';
import { product } from './serving.ts';
import { hasStrace, orderOf, SENT } from './trace.ts';

// A killed process cannot show this, because the system keeps what the process has written. The order of system calls can.
test(
  '[T4] [R2] no client gets an accepted intent before the sync of its entry',
  onlyIf(hasStrace, 'strace is not installed'),
  async () => {
    expect(await orderOf(product)).toEqual({ sent: SENT, early: 0 });
  },
);
