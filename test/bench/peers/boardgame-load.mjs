// Tables of boardgame.io. They use its own client and its lobby client.
import { createRequire } from 'node:module';
import { gameOf } from '../loads/table.ts';
import { ticTacToe } from './boardgame-game.mjs';

const require = createRequire(import.meta.url);
const { Client, LobbyClient } = require('boardgame.io/client');
const { SocketIO } = require('boardgame.io/multiplayer');

export async function openTable({ address }) {
  const table = new BoardgameTable(`http://${address}`);
  await table.open();
  return table;
}

class BoardgameTable {
  #server;
  #lobby;
  #matchID;
  #players = [];
  #credentials = [];
  #match = 0;
  #moveCount = 0;
  #waiting = new Set();
  #done = () => {};

  constructor(server) {
    this.#server = server;
    this.#lobby = new LobbyClient({ server });
  }

  get over() {
    return this.#moveCount === gameOf(this.#match).length;
  }

  async open() {
    const { matchID } = await this.#lobby.createMatch('tic-tac-toe', { numPlayers: 2 });
    await this.#enter(matchID);
  }

  move(done) {
    const cell = gameOf(this.#match)[this.#moveCount];
    const player = this.#moveCount % 2;
    this.#moveCount += 1;
    this.#expect(done);
    this.#players[player].moves.place(cell);
  }

  /** A rematch is a new match of the lobby, and a new client for it. */
  async rematch(done) {
    this.#match += 1;
    this.#moveCount = 0;
    const [credentials] = this.#credentials;
    const { nextMatchID } = await this.#lobby.playAgain('tic-tac-toe', this.#matchID, {
      ...{ playerID: '0', credentials, numPlayers: 2 },
    });
    for (const player of this.#players) player.stop();
    await this.#enter(nextMatchID);
    done();
  }

  async #enter(matchID) {
    this.#matchID = matchID;
    const started = new Promise((resolve) => this.#expect(resolve));
    for (const playerID of ['0', '1']) {
      const joining = { playerName: playerID, playerID };
      const { playerCredentials: credentials } = await this.#lobby.joinMatch('tic-tac-toe', matchID, joining);
      const multiplayer = SocketIO({ server: this.#server });
      const client = Client({ game: ticTacToe, multiplayer, matchID, playerID, credentials, debug: false });
      this.#credentials[Number(playerID)] = credentials;
      this.#players[Number(playerID)] = client;
      client.subscribe((state) => {
        // A client of the previous match may still deliver a state.
        if (matchID === this.#matchID) this.#changed(Number(playerID), state);
      });
      client.start();
    }
    await started;
  }

  #expect(done) {
    this.#waiting = new Set([0, 1]);
    this.#done = done;
  }

  /** A client shows its own move before the server confirms it. A move counts once the other client has it, too. */
  #changed(player, state) {
    if (state === null || state._stateID < this.#moveCount || !state.isConnected) return;
    // The client that moves is notified again when the server confirms: the first notification counts.
    if (this.#waiting.delete(player) && this.#waiting.size === 0) this.#done();
  }
}
