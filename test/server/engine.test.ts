import { describe, expect, onTestFinished, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { connect } from '../../src/client/index.ts';
import type { EngineName } from '../../src/game/index.ts';
import { createServer } from '../../src/server/index.ts';
import regions from '../game/fixtures/regions.ts';

type Line = { readonly message: string; readonly details: object };

function serving(engine?: EngineName) {
  const lines: Line[] = [];
  const write = (details: object, message: string) => void lines.push({ details, message });
  const server = createServer({
    games: [ticTacToe, regions],
    log: { debug: write, warn: write, error: write },
    botThinkMs: 0,
    ...(engine && { engine }),
  });
  onTestFinished(() => server.close());
  const loaded = lines.filter(({ message }) => message === 'game loaded').map(({ details }) => details);
  return { server, loaded };
}

describe('the engine of a server', () => {
  test('is the compiled one where a machine can be compiled; the log says which, and why', () => {
    const { loaded } = serving();
    expect(loaded).toEqual([
      expect.objectContaining({ game: 'tic-tac-toe', engine: 'compiled', because: undefined }),
      expect.objectContaining({
        game: 'lab',
        engine: 'xstate',
        because: "state '(machine).both' is of type 'parallel'",
      }),
    ]);
  });

  test('is xstate for all games, if it is chosen, and matches are played', async () => {
    const { server, loaded } = serving('xstate');
    expect(loaded).toMatchObject([{ engine: 'xstate' }, { engine: 'xstate' }]);
    const { url } = await server.listen();
    const client = connect({ url: `${url.replace('http', 'ws')}/ws` });
    onTestFinished(() => client.close());
    const room = await client.create<typeof ticTacToe>('tic-tac-toe', { bots: 1 });
    expect((await room.send({ type: 'resign' })).ok).toBe(true);
    expect(room.document.outcome).toMatchObject({ reason: 'resigned' });
  });
});
