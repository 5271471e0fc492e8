// Plays the page's own transcript back as a client would that knows the page and nothing else.
import { expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import {
  answers,
  type ClientMessage,
  decode,
  type Ref,
  type ServerMessage,
  serverMessage,
} from '../../src/protocol/index.ts';
import { blocks } from './readme.ts';

type Line =
  | { readonly who: string; readonly sent: ClientMessage }
  | { readonly who: string; readonly got: ServerMessage };

function read(line: string): Line {
  const [who = '', arrow, text = ''] = line.split(/ (→|←) /);
  if (arrow === '←') return { who, got: serverMessage.parse(JSON.parse(text)) };
  const decoded = decode(text);
  if (!decoded.ok) throw new Error(`${decoded.message} ${text}`);
  return { who, sent: decoded.message };
}

const lines = (blocks('A whole match', 'text')[0] ?? '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(read);

/** The rules of the page's sections on refs and revisions, and no more. */
class Reader {
  document: Json = null;
  revision = 0;
  readonly unanswered = new Map<Ref, ClientMessage['type']>();

  sent({ type, ref }: ClientMessage): void {
    if (ref === undefined) return;
    expect(this.unanswered.has(ref)).toBe(false);
    this.unanswered.set(ref, type);
  }

  got(message: ServerMessage): void {
    if (message.ref !== undefined) this.#settle(message.ref, message.type);
    if (message.type === 'joined') {
      this.document = message.payload.document as Json;
      this.revision = message.payload.revision;
    } else if (message.type === 'resumed') {
      expect(message.payload.revision).toBe(this.revision);
    } else if (message.type === 'diff' && 'ops' in message.payload) {
      expect(message.payload.revision).toBe(this.revision + 1);
      this.document = apply(this.document, message.payload.ops as Patch);
      this.revision = message.payload.revision;
    }
  }

  #settle(ref: Ref, answer: ServerMessage['type']): void {
    const asked = this.unanswered.get(ref);
    expect(asked).toBeDefined();
    if (asked !== undefined) expect(answers[asked]).toContain(answer);
    this.unanswered.delete(ref);
  }
}

test('[R3] the transcript holds together: refs are answered, revisions follow, documents agree', () => {
  const readers = new Map([
    ['Ann', new Reader()],
    ['Ben', new Reader()],
  ]);
  for (const line of lines) {
    const reader = readers.get(line.who);
    if ('sent' in line) reader?.sent(line.sent);
    else reader?.got(line.got);
  }
  const [ann, ben] = [...readers.values()];
  expect(ann?.document).toEqual(ben?.document);
  expect(ann?.document).toMatchObject({ match: 2, status: 'finished', outcome: { reason: 'left' } });
  expect([ann?.revision, ann?.unanswered.size, ben?.unanswered.size]).toEqual([13, 0, 0]);
});
