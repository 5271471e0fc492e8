// Negative control: the server drops every twentieth refusal.
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
let refused = 0;
Caller.prototype.refuse = function swallow(...about) {
  refused += 1;
  if (refused % 20 !== 0) refuse.apply(this, about);
};
