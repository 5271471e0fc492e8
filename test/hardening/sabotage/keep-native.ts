// A server that keeps something of each refusal where V8 knows nothing of it. For the negative control alone.
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
