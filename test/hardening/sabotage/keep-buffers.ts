// Negative control: the server keeps some bytes for each message that it sends.
import { Caller } from '../../../src/session/index.ts';

const { sendText } = Caller.prototype;
const kept: Buffer[] = [];
Caller.prototype.sendText = function keepBuffers(...sent) {
  kept.push(Buffer.alloc(20_000, 1));
  sendText.apply(this, sent);
};
