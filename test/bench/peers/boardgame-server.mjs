// boardgame.io set up as in its documentation: the server, matches in memory, and its lobby.
import { createRequire } from 'node:module';
import { Server as NetServer } from 'node:net';
import { ticTacToe } from './boardgame-game.mjs';

const { Origins, Server } = createRequire(import.meta.url)('boardgame.io/server');

// The server has no setting for its address. This makes it listen on loopback only.
const { listen } = NetServer.prototype;
NetServer.prototype.listen = function listenOnLoopback(port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter((one) => typeof one === 'function'));
};

const server = Server({ games: [ticTacToe], origins: [Origins.LOCALHOST] });
const { appServer } = await server.run(0);
process.send({ address: `127.0.0.1:${appServer.address().port}` });
