// A server that keeps some bytes of each refusal for good. For the negative control alone.
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
const kept: Buffer[] = [];
Caller.prototype.refuse = function keepBuffers(...about) {
  kept.push(Buffer.alloc(20_000, 1));
  refuse.apply(this, about);
};
