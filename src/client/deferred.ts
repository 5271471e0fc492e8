// A promise with its two functions. Promise.withResolvers does the same, but Safari has it only since 17.4.

export type Deferred<Value> = {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
};

export function deferred<Value>(): Deferred<Value> {
  let settle!: Omit<Deferred<Value>, 'promise'>;
  const promise = new Promise<Value>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody has to look at the promise, and an unhandled rejection would end a Node process.
  promise.catch(() => {});
  return { promise, ...settle };
}
