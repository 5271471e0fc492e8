import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Game } from '../../src/game/index.ts';
import { createHarness, SPECTATOR_DELAY_MS } from '../room/fixtures/harness.ts';
import { labGame } from '../room/fixtures/lab-game.ts';
import type { Peer } from '../room/fixtures/peer.ts';

function match(game: Game = labGame(), spectators = 3) {
  const all = createHarness({ games: [game] });
  const room = all.open(game);
  const id = { room: room.id };
  const [ann, ben] = [all.peer('Ann'), all.peer('Ben')];
  const crowd = Array.from({ length: spectators }, (_, n) => all.peer(`Eve ${n}`));
  for (const client of [ann, ben]) client.request('room.join', id);
  for (const client of crowd) client.request('room.join', { ...id, as: 'spectator' });
  all.clock.advance(SPECTATOR_DELAY_MS);
  const intent = (seq: number, type: string, fields = {}) => ({ ...id, seq, intent: { type, ...fields } });
  const lastText = (peer: Peer) => peer.connection.texts.at(-1) ?? '';
  const peers = [ann, ben, ...crowd];
  const violations = () => peers.flatMap((peer) => peer.violations);
  return { ...all, room, id, ann, ben, crowd, intent, lastText, violations };
}

describe('fan-out', () => {
  test('in a game without secrets all members get the same text, except the sender, whose text has the ref', () => {
    const { ann, ben, crowd, intent, lastText } = match(ticTacToe);
    const ref = ann.send('intent', intent(1, 'place', { cell: 4 }));
    expect(JSON.parse(lastText(ann))).toMatchObject({ type: 'diff', ref });
    const texts = new Set([ben, ...crowd].map(lastText));
    expect(texts.size).toBe(1);
    expect(lastText(ben)).not.toContain('"ref"');
    const { payload } = JSON.parse(lastText(ann)) as { payload: unknown };
    expect(JSON.parse(lastText(ben))).toEqual({ type: 'diff', payload });
  });

  test('[R7] in a game with secrets each seat gets its own text, and all spectators the same', () => {
    const { ann, ben, crowd, intent, lastText } = match();
    ann.send('intent', intent(1, 'peek'));
    expect(lastText(ann)).toContain('/mine/peeks');
    expect(lastText(ben)).not.toContain('/mine');
    expect(new Set(crowd.map(lastText)).size).toBe(1);
  });

  test('[C3] the senders of intents without a ref get each revision once', () => {
    const { ann, ben, intent, room, violations } = match();
    ann.sendWithoutRef('intent', intent(1, 'peek'));
    ben.sendWithoutRef('intent', intent(1, 'peek'));
    expect(ann.in(room.id).revision).toBe(room.revision);
    expect(violations()).toEqual([]);
  });
});

describe('slow readers', () => {
  test('[C5] above the soft limit diffs are held back, and one document replaces them when the queue is empty', () => {
    const { ann, ben, crowd, intent, room, expectedDocument, violations } = match();
    const [eve, ...others] = crowd;
    if (eve === undefined) throw new Error('no spectators');
    eve.connection.congested = true;
    const before = eve.connection.texts.length;
    for (let seq = 1; seq <= 20; seq += 1) ann.send('intent', intent(seq, 'peek'));
    expect(eve.connection.texts).toHaveLength(before);
    for (const client of [ben, ...others]) expect(client.in(room.id).revision).toBe(room.revision);
    eve.drain();
    expect(eve.connection.texts).toHaveLength(before + 1);
    expect(eve.in(room.id)).toMatchObject({
      revision: room.revision,
      document: expectedDocument(room, null),
    });
    ann.send('intent', intent(21, 'peek'));
    expect(eve.received('diff').at(-1)).toMatchObject({ revision: room.revision, ops: [] });
    expect(violations()).toEqual([]);
  });

  test('[C5] a congested member that missed nothing is not sent the document', () => {
    const { crowd } = match();
    const [eve] = crowd;
    const before = eve?.connection.texts.length;
    if (eve) eve.connection.congested = true;
    eve?.drain();
    expect(eve?.connection.texts).toHaveLength(before ?? -1);
  });

  test('[C5] [C3] a congested member gets its answer with the full document', () => {
    const { ann, ben, intent, room, expectedDocument, violations } = match();
    ann.connection.congested = true;
    ben.send('intent', intent(1, 'peek'));
    const answer = ann.request('intent', intent(1, 'peek'));
    expect(answer).toMatchObject({
      type: 'diff',
      payload: { revision: room.revision, document: expectedDocument(room, 0) },
    });
    ann.drain();
    expect(ann.received('joined')).toHaveLength(1);
    ben.send('intent', intent(2, 'peek'));
    expect(ann.in(room.id).revision).toBe(room.revision);
    expect(violations()).toEqual([]);
  });

  test('[C5] a congested member that resumes gets all revisions that were held back', () => {
    const { ann, ben, intent, room, violations } = match();
    ben.connection.congested = true;
    for (let seq = 1; seq <= 3; seq += 1) ann.send('intent', intent(seq, 'peek'));
    expect(ben.resume(room.id)).toMatchObject({ type: 'resumed' });
    expect(ben.in(room.id).revision).toBe(room.revision);
    ben.drain();
    expect(ben.received('joined')).toHaveLength(1);
    expect(violations()).toEqual([]);
  });
});

describe('resuming', () => {
  test('[R3] from a known revision: sends exactly the missed revisions', () => {
    const { ann, ben, intent, room, expectedDocument, violations } = match();
    ben.disconnect();
    for (let seq = 1; seq <= 5; seq += 1) ann.send('intent', intent(seq, 'peek'));
    ben.reconnect();
    const { revision } = ben.in(room.id);
    expect(ben.resume(room.id)).toMatchObject({ type: 'resumed', payload: { revision, seat: 1, seq: 0 } });
    // The missed revisions: disconnected, five intents, connected again.
    expect(ben.received('diff').map((diff) => diff.revision)).toEqual(
      Array.from({ length: room.revision - revision }, (_, n) => revision + n + 1),
    );
    expect(ben.in(room.id).document).toEqual(expectedDocument(room, 1));
    expect(violations()).toEqual([]);
  });

  test('[R3] from the current revision: sends resumed and no diff', () => {
    const { crowd, room } = match();
    const [eve] = crowd;
    const before = eve?.received('diff').length;
    expect(eve?.resume(room.id)).toMatchObject({ type: 'resumed' });
    expect(eve?.received('diff')).toHaveLength(before ?? -1);
  });

  test.each([
    ['another epoch', (held: Position) => ({ ...held, epoch: held.epoch + 1 })],
    ['epoch 0', () => ({ epoch: 0, revision: 0 })],
    ['a future revision', (held: Position) => ({ ...held, revision: held.revision + 1 })],
    ['a revision before its join', (held: Position) => ({ ...held, revision: 1 })],
  ])('[R3] from %s: sends the full document', (_, wrong) => {
    const { ben, room, id, expectedDocument } = match();
    const { epoch, revision } = ben.in(room.id);
    const answer = ben.request('room.resume', { ...id, ...wrong({ epoch, revision }) });
    expect(answer).toMatchObject({
      type: 'joined',
      payload: { revision: room.revision, document: expectedDocument(room, 1) },
    });
  });

  test('[R3] from a revision older than the history: sends the full document', () => {
    const { ann, ben, intent, room } = match();
    ben.disconnect();
    for (let seq = 1; seq <= 70; seq += 1) ann.send('intent', intent(seq, 'peek'));
    ben.reconnect();
    expect(ben.resume(room.id)).toMatchObject({ type: 'joined', payload: { revision: room.revision } });
    expect(ben.violations).toEqual([]);
  });
});

type Position = { readonly epoch: number; readonly revision: number };
