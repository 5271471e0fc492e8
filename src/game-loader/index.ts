export { FreshImports } from './fresh-imports.ts';
export {
  type GameFailure,
  GameFolder,
  type LoadedGames,
  loadGames,
  type ModuleChange,
} from './game-folder.ts';
export { type LoadOptions, loadGameModule } from './game-module.ts';
