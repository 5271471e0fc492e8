export { FreshImports } from './fresh-imports.ts';
export { type GameFailure, GameFolder, type GameNews, type LoadedGames, loadGames } from './game-folder.ts';
export { type Loading, loadGameModule } from './game-module.ts';
