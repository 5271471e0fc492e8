// Preloaded by `turnkeeper test`, so that tests of a game can import the same packages as the game itself.
import { shareOwnPackages } from '../own-packages.ts';

shareOwnPackages();
