// boardgame.io as its documentation sets it up: the server, matches in memory, and its lobby.
import { createRequire } from 'node:module';
import { Server as NetServer } from 'node:net';
import { ticTacToe } from './boardgame-game.mjs';

const { Origins, Server } = createRequire(import.meta.url)('boardgame.io/server');

// It has no setting for the address: this keeps it to loopback.
const { listen } = NetServer.prototype;
NetServer.prototype.listen = function listenOnLoopback(port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter((one) => typeof one === 'function'));
};

const server = Server({ games: [ticTacToe], origins: [Origins.LOCALHOST] });
const { appServer } = await server.run(0);
process.send({ at: `127.0.0.1:${appServer.address().port}` });
