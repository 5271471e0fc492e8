// Started before a game's own tests, by `turnkeeper test`: what they import is found as it is for the game itself.
import { shareOwnPackages } from '../own-packages.ts';

shareOwnPackages();
