// Negative control: the server keeps some bytes for each message that it sends.
import { Caller } from '../../../src/session/index.ts';

const { tellText } = Caller.prototype;
const kept: Buffer[] = [];
Caller.prototype.tellText = function keepBuffers(...told) {
  kept.push(Buffer.alloc(20_000, 1));
  tellText.apply(this, told);
};
