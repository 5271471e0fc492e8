// The door for authors and for servers: write a game, serve it.
export * from './game/index.ts';
export { createServer, type ServerOptions, type TurnkeeperServer } from './server/index.ts';
