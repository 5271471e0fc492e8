// From samples to the ratios and medians of the table.
import { expect, test } from 'vitest';
import { Records } from './record.ts';

const figure = 'CPU a move';
const unit = 'µs';

function recordsOf(samples: Readonly<Record<string, readonly number[]>>): Records {
  const records = new Records();
  for (const [who, values] of Object.entries(samples)) {
    for (const value of values) records.add({ figure, who, unit }, value);
  }
  return records;
}

const ratioOf = (records: Records, who: string): number | null | undefined =>
  records.results().find((result) => result.who === who)?.ratio;

test('the ratio compares slices of the same round, so that other load on the machine cancels out', () => {
  // The machine is twice as slow in the second round, and in the third round only while the floor was measured.
  const records = recordsOf({ floor: [10, 20, 20, 10], memory: [12, 24, 12, 12] });
  expect(ratioOf(records, 'memory')).toBeCloseTo(1.2);
  expect(ratioOf(records, 'floor')).toBe(1);
});

test('a figure that the floor does not have has no ratio', () => {
  const records = recordsOf({ memory: [12], durable: [20] });
  expect(ratioOf(records, 'memory')).toBeNull();
});

test('median, range and number of samples include all samples', () => {
  const [result] = recordsOf({ memory: [3, 1, 2, 10] }).results();
  expect(result).toMatchObject({ median: 2.5, low: 1, high: 10, samples: 4 });
});
