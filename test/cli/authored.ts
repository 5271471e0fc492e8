// Modules as authors write them outside the repository: they import turnkeeper, xstate and zod by name.

type Parts = {
  readonly name: string;
  /** The text of the parts of the definition that differ from the default. */
  readonly view?: string;
  readonly states?: string;
  readonly intents?: string;
  /** Text before the rest of the module. */
  readonly before?: string;
};

/** A game with one intent, `pass`, that ends it; valid JavaScript and TypeScript. */
export function authored({ name, view, states, intents, before }: Parts): string {
  return `
import { setup } from 'xstate';
import { z } from 'zod';
import { defineGame } from 'turnkeeper';
${before ?? ''}
const machine = setup({}).createMachine({
  context: {},
  initial: 'turn',
  states: ${states ?? "{ turn: { on: { pass: 'over', 'seat.left': 'over' } }, over: { type: 'final' } }"},
  output: () => ({ winners: [], reason: 'over' }),
});
export default defineGame({
  name: '${name}',
  version: 1,
  seats: 2,
  intents: ${intents ?? '{ pass: z.strictObject({}) }'},
  machine,
  view: ${view ?? '() => null'},
});
`;
}
