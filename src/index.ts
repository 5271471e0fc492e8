// The door for authors and for servers: write a game, serve it.
export {
  type GameBots,
  randomLegal,
  type SearchBudget,
  type SearchingOptions,
  type Strategy,
  searching,
  type Turn,
} from './bots/index.ts';
export * from './game/index.ts';
export { createServer, type ServerOptions, type TurnkeeperServer } from './server/index.ts';
