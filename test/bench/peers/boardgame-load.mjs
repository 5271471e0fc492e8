// Tables of boardgame.io, by its own client and its lobby's.
import { createRequire } from 'node:module';
import { gameOf } from '../loads/table.ts';
import { ticTacToe } from './boardgame-game.mjs';

const require = createRequire(import.meta.url);
const { Client, LobbyClient } = require('boardgame.io/client');
const { SocketIO } = require('boardgame.io/multiplayer');

export async function openTable({ at }) {
  const table = new BoardgameTable(`http://${at}`);
  await table.sit();
  return table;
}

class BoardgameTable {
  #server;
  #lobby;
  #matchID;
  #players = [];
  #credentials = [];
  #match = 0;
  #moved = 0;
  #unseen = new Set();
  #seen = () => {};

  constructor(server) {
    this.#server = server;
    this.#lobby = new LobbyClient({ server });
  }

  get over() {
    return this.#moved === gameOf(this.#match).length;
  }

  async sit() {
    const { matchID } = await this.#lobby.createMatch('tic-tac-toe', { numPlayers: 2 });
    await this.#enter(matchID);
  }

  move(seen) {
    const cell = gameOf(this.#match)[this.#moved];
    const player = this.#moved % 2;
    this.#moved += 1;
    this.#await(seen);
    this.#players[player].moves.place(cell);
  }

  /** A rematch is a new match of the lobby, and a new client for it. */
  async again(begun) {
    this.#match += 1;
    this.#moved = 0;
    const [credentials] = this.#credentials;
    const { nextMatchID } = await this.#lobby.playAgain('tic-tac-toe', this.#matchID, {
      ...{ playerID: '0', credentials, numPlayers: 2 },
    });
    for (const player of this.#players) player.stop();
    await this.#enter(nextMatchID);
    begun();
  }

  async #enter(matchID) {
    this.#matchID = matchID;
    const begun = new Promise((resolve) => this.#await(resolve));
    for (const playerID of ['0', '1']) {
      const joining = { playerName: playerID, playerID };
      const { playerCredentials: credentials } = await this.#lobby.joinMatch('tic-tac-toe', matchID, joining);
      const multiplayer = SocketIO({ server: this.#server });
      const client = Client({ game: ticTacToe, multiplayer, matchID, playerID, credentials, debug: false });
      this.#credentials[Number(playerID)] = credentials;
      this.#players[Number(playerID)] = client;
      client.subscribe((state) => {
        // One of the match before may have something left to say.
        if (matchID === this.#matchID) this.#changed(Number(playerID), state);
      });
      client.start();
    }
    await begun;
  }

  #await(seen) {
    this.#unseen = new Set([0, 1]);
    this.#seen = seen;
  }

  /** Who moves shows it before the server has spoken: what counts is that the other one has it, too. */
  #changed(player, state) {
    if (state === null || state._stateID < this.#moved || !state.isConnected) return;
    // It is told again when the server confirms: once is enough.
    if (this.#unseen.delete(player) && this.#unseen.size === 0) this.#seen();
  }
}
