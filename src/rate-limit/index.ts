export { FixedWindowLimiter } from './fixed-window.ts';
export type { RateLimiter } from './rate-limiter.ts';
export { type Bucket, TokenBucketLimiter } from './token-bucket.ts';
