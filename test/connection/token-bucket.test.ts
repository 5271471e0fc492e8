import { expect, test } from 'vitest';
import { TokenBucket } from '../../src/connection/token-bucket.ts';

const size = { burst: 2, perSecond: 1 };

test('the burst passes at once, then one each second', () => {
  const bucket = new TokenBucket(size, 0);
  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([1, 0, -1]);
  expect(bucket.take(2_000)).toBe(0);
});

test('silence fills it no further than the burst', () => {
  const bucket = new TokenBucket(size, 0);
  expect(bucket.take(1_000_000)).toBe(1);
});

test('a clock set back costs nothing and gives nothing', () => {
  const bucket = new TokenBucket(size, 10_000);
  expect(bucket.take(0)).toBe(1);
  expect(bucket.take(0)).toBe(0);
  expect(bucket.take(1_000)).toBe(0);
});
