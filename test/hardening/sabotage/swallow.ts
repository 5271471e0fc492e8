// A server that forgets every hundredth refusal. For the negative control alone.
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
let refused = 0;
Caller.prototype.refuse = function swallow(...about) {
  refused += 1;
  if (refused % 100 !== 0) refuse.apply(this, about);
};
