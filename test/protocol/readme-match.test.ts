// Checks the transcript on the protocol page with a client that follows only the rules on the page.
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
  | { readonly player: string; readonly sent: ClientMessage }
  | { readonly player: string; readonly received: ServerMessage };

function read(line: string): Line {
  const [player = '', arrow, text = ''] = line.split(/ (→|←) /);
  if (arrow === '←') return { player, received: serverMessage.parse(JSON.parse(text)) };
  const decoded = decode(text);
  if (!decoded.ok) throw new Error(`${decoded.message} ${text}`);
  return { player, sent: decoded.message };
}

const lines = (blocks('A whole match', 'text')[0] ?? '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(read);

/** A client that follows the sections on refs and revisions. */
class PageClient {
  document: Json = null;
  revision = 0;
  readonly unanswered = new Map<Ref, ClientMessage['type']>();

  sent({ type, ref }: ClientMessage): void {
    if (ref === undefined) return;
    expect(this.unanswered.has(ref)).toBe(false);
    this.unanswered.set(ref, type);
  }

  received(message: ServerMessage): void {
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
    const request = this.unanswered.get(ref);
    expect(request).toBeDefined();
    if (request !== undefined) expect(answers[request]).toContain(answer);
    this.unanswered.delete(ref);
  }
}

test('[R3] the transcript is consistent: refs are answered, revisions have no gap, documents are equal', () => {
  const clients = new Map([
    ['Ann', new PageClient()],
    ['Ben', new PageClient()],
  ]);
  for (const line of lines) {
    const client = clients.get(line.player);
    if ('sent' in line) client?.sent(line.sent);
    else client?.received(line.received);
  }
  const [ann, ben] = [...clients.values()];
  expect(ann?.document).toEqual(ben?.document);
  expect(ann?.document).toMatchObject({ match: 2, status: 'finished', outcome: { reason: 'left' } });
  expect([ann?.revision, ann?.unanswered.size, ben?.unanswered.size]).toEqual([13, 0, 0]);
});
