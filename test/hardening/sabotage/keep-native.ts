// Negative control: the server keeps memory outside of V8 for each refusal.
import { DatabaseSync } from 'node:sqlite';
import { Caller } from '../../../src/session/index.ts';

const { refuse } = Caller.prototype;
const kept = new DatabaseSync(':memory:');
kept.exec('CREATE TABLE kept (bytes BLOB)');
const keep = kept.prepare('INSERT INTO kept VALUES (randomblob(60000))');
Caller.prototype.refuse = function keepNative(...about) {
  keep.run();
  refuse.apply(this, about);
};
