// Quick match, the public list, private rooms, spectators and bots, from a client's point of view.
import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { ClientError } from '../../src/client/index.ts';
import { startTestServer, until } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { arrive, place, seatTwo } from './fixtures/table.ts';

const games = [ticTacToe, highCard];
const start = (options: object = {}) => startTestServer({ games, transport: 'linked', ...options });
const refused = (code: string) => expect.objectContaining({ code });

describe('quick match', () => {
  test('[L1] pairs a crowd: no player is seated twice or left out, and no room is overfull', async () => {
    await using server = await start();
    const clients = Array.from({ length: 40 }, (_, i) => server.connect({ name: `P${i}` }));
    const rooms = await Promise.all(clients.map((client) => client.find('tic-tac-toe').room));
    const seats = rooms.map(({ id, seat }) => `${id}/${seat}`);
    expect(new Set(seats).size).toBe(40);
    expect(new Set(rooms.map(({ id }) => id)).size).toBe(20);
    expect(server.left).toMatchObject({ rooms: 20, queued: 0 });
  });

  test('[L1] pairs only players who ask for the same game with the same options', async () => {
    await using server = await start();
    const [ann, bob, eve, dan] = [server.connect(), server.connect(), server.connect(), server.connect()];
    ann.find('high-card', { cards: 2 });
    bob.find('tic-tac-toe');
    const found = [eve.find('high-card', { cards: 3 }), dan.find('high-card')] as const;
    // Without options the defaults apply: three cards.
    const [third, fourth] = await Promise.all([found[0].room, found[1].room]);
    expect(third.id).toBe(fourth.id);
    expect(server.left).toMatchObject({ rooms: 1, queued: 2 });
  });

  test('[L1] fills a waiting public room, and no private room', async () => {
    await using server = await start();
    const [ann, bob, eve] = [server.connect(), server.connect(), server.connect()];
    await ann.create('tic-tac-toe', { visibility: 'private' });
    const open = await bob.create('tic-tac-toe');
    expect((await eve.find('tic-tac-toe').room).id).toBe(open.id);
  });

  test('[L1] removes the ticket of a player who cancels or disconnects', async () => {
    await using server = await start();
    const [ann, bob] = [server.connect(), server.connect()];
    const [cancelled, lost] = [ann.find('tic-tac-toe'), bob.find('high-card')];
    await until(ann, ({ status }) => status === 'online');
    await cancelled.cancel();
    await expect(cancelled.room).rejects.toThrow(ClientError);
    bob.close();
    await expect(lost.room).rejects.toThrow(ClientError);
    const eve = await arrive(server);
    await eve.client.expect('queued', ['match.find', { game: 'tic-tac-toe' }]);
    expect(server.left).toMatchObject({ queued: 1, rooms: 0 });
  });

  test('[L1] [C8] does not seat a player above the room limit, also with rooms entered while waiting', async () => {
    await using server = await start({ limits: { roomsPerPlayer: 1 } });
    const [ann, bob] = [await arrive(server), await arrive(server)];
    await ann.client.expect('queued', ['match.find', { game: 'tic-tac-toe' }]);
    await ann.client.ask('room.create', { game: 'high-card' });
    await bob.client.expect('queued', ['match.find', { game: 'tic-tac-toe' }]);
    await bob.client.ask('ping', {});
    await ann.client.ask('ping', {});
    expect(ann.client.all('joined')).toHaveLength(1);
  });
});

describe('the public list', () => {
  test('[L2] shows by diffs when rooms are created, filled, played in and closed', async () => {
    await using server = await start({ limits: { listingDelayMs: 1 } });
    const watch = server.connect().watchLobby('tic-tac-toe');
    const { ann, bob } = await seatTwo(server);
    const shown = await ann.client.create('tic-tac-toe');
    await until(watch, ({ rooms }) => rooms.length === 1);
    expect(watch.rooms).toMatchObject([{ room: shown.id, status: 'waiting', names: ['Ann'] }]);
    const same = await bob.client.join({ room: shown.id });
    await until(watch, ({ rooms }) => rooms[0]?.status === 'playing');
    expect(watch.rooms[0]?.seats).toEqual({ taken: 2, total: 2 });
    await Promise.all([shown.leave(), same.leave()]);
    await until(watch, ({ rooms }) => rooms.length === 0);
  });

  test('[L2] can be of one game, and ends with lobby.unwatch', async () => {
    await using server = await start({ limits: { listingDelayMs: 1 } });
    const eve = await arrive(server);
    expect(await eve.client.expect('lobby', ['lobby.watch', { game: 'high-card' }])).toEqual({ rooms: [] });
    const { client: ann } = await arrive(server, { name: 'Ann' });
    await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
    await ann.expect('joined', ['room.create', { game: 'high-card' }]);
    const { payload } = await eve.client.next('lobby.diff');
    expect(payload.ops).toMatchObject([{ op: 'add', value: { game: 'high-card', names: ['Ann'] } }]);
    await eve.client.expect('ok', ['lobby.unwatch', {}]);
    await ann.expect('joined', ['room.create', { game: 'high-card' }]);
    const all = await eve.client.expect('lobby', ['lobby.watch', {}]);
    expect(all.rooms).toHaveLength(3);
    expect(eve.client.all('lobby.diff')).toHaveLength(1);
  });
});

describe('private rooms', () => {
  test('[L3] are not listed, and can be joined by their code in any spelling', async () => {
    await using server = await start();
    const [ann, bob] = [server.connect(), server.connect()];
    const room = await ann.create('tic-tac-toe', { visibility: 'private' });
    expect(room.document.code).toMatch(/^[2-9A-HJKMNP-TV-Z]{6}$/);
    const { client: eve } = await arrive(server);
    expect(await eve.expect('lobby', ['lobby.watch', {}])).toEqual({ rooms: [] });
    const typed = ` ${room.document.code.slice(0, 3).toLowerCase()}-${room.document.code.slice(3)} `;
    expect((await bob.join({ code: typed })).id).toBe(room.id);
  });

  test('[L3] limit wrong codes, also those sent at once, and do not count right ones', async () => {
    await using server = await start({ transport: 'sockets', limits: { wrongCodesPerMinute: 3 } });
    const { client: ann } = await arrive(server);
    const { document } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
    for (let i = 0; i < 5; i += 1) await ann.expect('joined', ['room.join', { code: document.code }]);
    const tries = Array.from({ length: 10 }, () => ann.ask('room.join', { code: 'WRONG2' }));
    const codes = (await Promise.all(tries)).map(({ payload }) => (payload as { code: string }).code);
    expect(codes).toEqual([...Array(3).fill('UNKNOWN_ROOM'), ...Array(7).fill('CODE_LIMIT')]);
    expect(await ann.ask('room.join', { code: document.code })).toMatchObject({
      payload: { code: 'CODE_LIMIT' },
    });
  });
});

describe('spectators', () => {
  test('see the match, are counted, and may not act', async () => {
    await using server = await start({ limits: { spectatorDelayMs: 1 } });
    const { ann } = await seatTwo(server);
    const eve = server.connect();
    const watched = await eve.join({ room: ann.room.id }, 'spectator');
    expect(watched).toMatchObject({ seat: null, document: { status: 'playing' } });
    await until(ann.room, ({ document }) => document.spectators === 1);
    await ann.room.send(place(4));
    await until(watched, ({ revision }) => revision === ann.room.revision);
    expect(watched.document).toEqual(ann.room.document);
    expect(await watched.send(place(0))).toMatchObject({ ok: false, code: 'NOT_A_PLAYER' });
    await expect(watched.rematch()).rejects.toThrow(ClientError);
    await watched.leave();
    await until(ann.room, ({ document }) => document.spectators === 0);
  });
});

describe('bots', () => {
  test('take the requested seats and play', async () => {
    await using server = await start({ botThinkMs: 1 });
    const ann = server.connect();
    const room = await ann.create('high-card', { seats: 3, bots: 2 });
    await until(room, ({ document }) => document.status === 'playing');
    expect(room.document.seats.map((seat) => seat?.bot)).toEqual([false, true, true]);
    while (room.document.status === 'playing') {
      const { intents } = await room.legal();
      if (intents[0] !== undefined) await room.send(intents[0]);
      const { revision } = room;
      if (room.document.status === 'playing') await until(room, (now) => now.revision !== revision);
    }
    expect(room.document.outcome?.reason).toBe('points');
  });

  test('fill a seat at the request of a player, not of a spectator', async () => {
    await using server = await start();
    const [ann, eve] = [server.connect(), server.connect()];
    const room = await ann.create('tic-tac-toe');
    await expect((await eve.join({ room: room.id }, 'spectator')).addBot()).rejects.toEqual(
      refused('NOT_A_PLAYER'),
    );
    await room.addBot();
    await until(room, ({ document }) => document.status === 'playing');
    await expect(room.addBot()).rejects.toEqual(refused('ROOM_FULL'));
  });
});
