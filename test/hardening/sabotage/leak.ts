// Negative control: the server keeps heap memory for each refusal.
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
const remembered: unknown[] = [];
Caller.prototype.refuse = function leak(...about) {
  remembered.push(Array.from({ length: 10_000 }, () => remembered.length));
  refuse.apply(this, about);
};
