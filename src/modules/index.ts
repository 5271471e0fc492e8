export { FreshImports } from './fresh-imports.ts';
export { shareOwnPackages } from './own-packages.ts';
