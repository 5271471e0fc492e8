// Negative control: one unhandled rejection in the server.
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
let refused = 0;
Caller.prototype.refuse = function reject(...about) {
  refused += 1;
  if (refused === 200) void Promise.reject(new Error('a rejection without a handler'));
  refuse.apply(this, about);
};
