// Colyseus set up as in its documentation: a room class, a schema for the state, checked messages.
import { createServer } from 'node:http';
import { Room, Server, validate } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { z } from 'zod';
import { hasLine } from './rules.mjs';

const FREE = -1;
const NO_WINNER = -1;
/** Sends patches at once instead of every 50 ms. Its documentation recommends this for turn-based games. */
const sendAtOnce = process.argv[2] === 'at-once';

const State = schema(
  {
    board: t.array('int8'),
    turn: t.int8(),
    lastCell: t.int8(),
    deadline: t.number(),
    winner: t.int8(),
    over: t.boolean(),
    offers: t.uint8(),
  },
  'State',
);

class TicTacToe extends Room {
  maxClients = 2;
  state = new State();

  messages = {
    place: validate(z.object({ cell: z.int().min(0).max(8) }), (client, { cell }) =>
      this.place(client, cell),
    ),
    again: () => this.again(),
  };

  onCreate() {
    if (sendAtOnce) this.patchRate = null;
    this.state.board.push(...Array(9).fill(FREE));
    this.begin();
  }

  onJoin(client) {
    client.userData = { seat: this.clients.length - 1 };
  }

  begin() {
    const { state } = this;
    for (let cell = 0; cell < 9; cell += 1) state.board[cell] = FREE;
    Object.assign(state, { turn: 0, lastCell: FREE, winner: NO_WINNER, over: false, offers: 0 });
    this.startTurn();
  }

  place({ userData: { seat } }, cell) {
    const { state } = this;
    if (state.over || seat !== state.turn || state.board[cell] !== FREE) return;
    state.board[cell] = seat;
    state.lastCell = cell;
    if (hasLine(state.board, seat)) this.end(seat);
    else if (state.board.every((mark) => mark !== FREE)) this.end(NO_WINNER);
    else {
      state.turn = 1 - seat;
      this.startTurn();
    }
    if (sendAtOnce) this.broadcastPatch();
  }

  again() {
    this.state.offers += 1;
    if (this.state.offers === 2) this.begin();
    if (sendAtOnce) this.broadcastPatch();
  }

  startTurn() {
    this.timer?.clear();
    this.timer = this.clock.setTimeout(() => this.end(1 - this.state.turn), 3_600_000);
    this.state.deadline = Date.now() + 3_600_000;
  }

  end(winner) {
    this.timer?.clear();
    Object.assign(this.state, { winner, over: true });
  }
}

const http = createServer();
const server = new Server({ greet: false, transport: new WebSocketTransport({ server: http }) });
server.define('tic-tac-toe', TicTacToe);
await server.listen(0, '127.0.0.1');
process.send({ address: `127.0.0.1:${http.address().port}` });
