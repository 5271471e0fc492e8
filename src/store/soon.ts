// An answer that may be there already: who keeps all in memory need not make anybody wait for it.

export type Soon<Value> = Value | Promise<Value>;

/** Goes on with the answer: at once if it is there. */
export function after<Value, Next>(value: Soon<Value>, then: (value: Value) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(then) : then(value);
}
