import { expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/index.ts';
import { FixedWindowLimiter, TokenBucketLimiter } from '../../src/rate-limit/index.ts';
import { LIMIT, PERIOD_MS, rateLimiterContract } from './rate-limiter-contract.ts';

const perSecond = LIMIT / (PERIOD_MS / 1_000);

rateLimiterContract('token bucket', (clock) => {
  const limiter = new TokenBucketLimiter(clock, { burst: LIMIT, perSecond });
  return { limiter, newKey: () => limiter.newBucket() };
});

rateLimiterContract('fixed window', (clock) => {
  const limiter = new FixedWindowLimiter<string>(clock, { limit: LIMIT, windowMs: PERIOD_MS });
  const keys = ['10.0.0.1', '10.0.0.2'].values();
  return { limiter, newKey: () => keys.next().value ?? '10.0.0.3' };
});

test('a token bucket adds up fractions of tokens', () => {
  const clock = new ManualClock();
  const limiter = new TokenBucketLimiter(clock, { burst: 2, perSecond: 1 });
  const bucket = limiter.newBucket();
  limiter.take(bucket);
  limiter.take(bucket);
  clock.advance(500);
  expect(limiter.take(bucket)).toBe(false);
  // The refused attempt took a token, too: 0.5 - 1 + 1.5 makes one.
  clock.advance(1_500);
  expect(limiter.take(bucket)).toBe(true);
  expect(limiter.take(bucket)).toBe(false);
});

test('a fixed window lasts a minute by default, and starts anew for all keys together', () => {
  const clock = new ManualClock();
  const limiter = new FixedWindowLimiter<string>(clock, { limit: 1 });
  expect([limiter.take('a'), limiter.take('a')]).toEqual([true, false]);
  clock.advance(59_999);
  expect([limiter.take('a'), limiter.take('b'), limiter.take('b')]).toEqual([false, true, false]);
  clock.advance(1);
  expect([limiter.take('a'), limiter.take('b')]).toEqual([true, true]);
});
