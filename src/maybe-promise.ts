// A value that is there already, or a promise of it: what answers from memory stays synchronous.

/**
 * A value, or a promise of it. A store that keeps everything in memory answers at once, and its caller goes on in
 * the same tick.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Passes the value on: in this call if it is there already, else when the promise resolves. */
export function chain<Value, Next>(
  value: MaybePromise<Value>,
  then: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(then) : then(value);
}
