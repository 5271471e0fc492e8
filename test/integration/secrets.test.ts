// No client gets a secret of another viewpoint: every frame of a whole match, with faults, is searched for canaries.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from '../../src/server/index.ts';
import { type RawClient, startTestServer } from '../../src/testing/index.ts';
import { arrive, type IdentifiedClient, seatTwoRaw } from './fixtures/table.ts';
import vault, { secretOf } from './fixtures/vault.ts';

/** The seats whose secrets this client has received. */
const seen = (client: RawClient): number[] =>
  [0, 1].filter((seat) => client.texts.some((text) => text.includes(secretOf(seat))));

const keep = { type: 'keep' };

test('[R7] secrets stay with their seat: documents, diffs, answers, errors, resumes, rematches', async () => {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  const log = createLog({ level: 'trace', destination });
  await using server = await startTestServer({ games: [vault], log });
  const { ann, bob, room, joined } = await seatTwoRaw(server, 'vault');
  const eve = await arrive(server);
  await eve.client.expect('joined', ['room.join', { room, as: 'spectator' }]);

  for (const { client } of [ann, bob, eve]) {
    await client.ask('room.legal', { room });
    await client.ask('intent', { room, seq: 9, intent: { type: 'guardThrows' } });
    await client.ask('intent', { room, seq: 9, intent: { type: 'actionThrows' } });
    await client.ask('intent', { room, seq: 9, intent: { type: 'castle' } });
    await client.ask('chat', { room, text: 'what have you got?' });
  }
  await ann.client.expect('diff', ['intent', { room, seq: 1, intent: keep }]);
  await bob.client.expect('diff', ['intent', { room, seq: 1, intent: keep }]);

  const comeBack = async (guest: IdentifiedClient): Promise<IdentifiedClient> => {
    server.cut(guest.client);
    const back = await arrive(server, { token: guest.token });
    const from = { room, epoch: joined.epoch, revision: joined.revision + 1 };
    await back.client.ask('room.resume', from);
    await back.client.ask('room.join', { room });
    return back;
  };
  const [ann2, bob2] = [await comeBack(ann), await comeBack(bob)];
  for (let seq = 2; seq <= 3; seq += 1) {
    await ann2.client.expect('diff', ['intent', { room, seq, intent: keep }]);
    await bob2.client.expect('diff', ['intent', { room, seq, intent: keep }]);
  }
  await eve.client.ask('room.resume', { room, epoch: joined.epoch, revision: joined.revision });
  expect([ann, ann2].map(({ client }) => seen(client))).toEqual([[0], [0]]);
  expect([bob, bob2].map(({ client }) => seen(client))).toEqual([[1], [1]]);
  expect(seen(eve.client)).toEqual([]);

  // In the rematch Bob has seat 0, and the secret of seat 0.
  for (const { client } of [ann2, bob2]) await client.expect('ok', ['room.rematch', { room }]);
  const begun = await bob2.client.next('joined');
  expect(begun.payload).toMatchObject({ seat: 0, document: { mine: { secret: secretOf(0) } } });
  expect(seen(eve.client)).toEqual([]);

  expect(written.length).toBeGreaterThan(0);
  for (const guest of [ann, bob, eve, ann2, bob2]) {
    const secret = guest.token.split('.').at(-1) ?? '';
    expect(written.filter((line) => line.includes(secret))).toEqual([]);
  }
});
