// games/recipes.md: each recipe is a sound game that does what its text says, and its programs run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Game, rulesOf } from '../../src/game/index.ts';
import { createServer } from '../../src/server/index.ts';
import { accepted } from '../../src/testing/index.ts';
import { fromSources, SnippetFolder, snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const recipes = readFileSync(join(repository, 'games/recipes.md'), 'utf8');
const guide = readFileSync(join(repository, 'games/README.md'), 'utf8');
const games = snippetsOf(recipes, 'file');
const programs = snippetsOf(recipes, 'run');

let folder: SnippetFolder;

beforeAll(async () => {
  folder = await SnippetFolder.open();
  for (const [path, code] of [...games, ...snippetsOf(guide, 'file')])
    if (path.endsWith('/game.ts')) await folder.write(path, fromSources(code));
  for (const [name, code] of programs) await folder.write(`${name}.ts`, fromSources(code));
});
afterAll(() => folder.remove());

const gameOf = async (name: string): Promise<Game> => (await import(folder.file(`${name}/game.ts`))).default;

/** A match of the recipe, begun at time 0. */
async function begun(name: string, seats: number) {
  const rules = rulesOf(await gameOf(name));
  return { rules, match: rules.begin({ seats, seed: 'any', options: {} }, 0) };
}

test('each snippet of TypeScript is one of these', () => {
  expect([...games.keys(), ...programs.keys()]).toEqual([
    'teams/game.ts',
    'countdown/game.ts',
    'fast-count/game.ts',
    'lowest-unique/game.ts',
    'pig/game.ts',
    'animate',
    'options',
  ]);
  expect(recipes.split('```ts').length - 1).toBe(games.size + programs.size);
});

test('all of it compiles', async () => {
  expect(await folder.compilerErrors()).toBe('');
}, 60_000);

test.each([...games.keys()])(
  'verify finds no fault in %s',
  async (path) => {
    const few = ['--states', '600', '--walks', '10'];
    expect(await folder.turnkeeper('verify', path.replace('/game.ts', ''), ...few)).toContain(
      'passed: no check failed',
    );
  },
  60_000,
);

describe('the recipe', () => {
  test('teams: any member may act in the turn of its team, and all its seats win', async () => {
    let { rules, match } = await begun('teams', 4);
    const pull = (seat: number, steps: number) => rules.take(match, seat, { type: 'pull', steps }, 0);
    expect(pull(1, 2)).toEqual({ refused: true, reason: 'yourTeamsTurn' });
    for (const [seat, steps] of [
      [2, 2],
      [1, 1],
      [0, 2],
      [3, 1],
      [0, 2],
      [1, 1],
      [2, 2],
    ] as const)
      match = accepted(pull(seat, steps));
    expect(match.outcome).toEqual({ winners: [0, 2], reason: 'rope' });
  });

  test('elimination: the player who reaches 0 is out, and the next seat plays on', async () => {
    let { rules, match } = await begun('countdown', 3);
    for (const [seat, n] of [
      [0, 3],
      [1, 3],
      [2, 3],
      [0, 1],
    ] as const)
      match = accepted(rules.take(match, seat, { type: 'take', n }, 0));
    expect(rules.view(match)).toEqual({ count: 10, out: [0], turn: 1 });
    match = accepted(rules.leave(match, 2, 0));
    expect(match.outcome).toEqual({ winners: [1], reason: 'last-one', scores: [0, 2, 1] });
  });

  test('chess clock: a move costs the time that it took, and the rest is the next deadline', async () => {
    let { rules, match } = await begun('fast-count', 2);
    match = accepted(rules.take(match, 0, { type: 'add', n: 1 }, 10_000));
    expect(rules.view(match)).toMatchObject({ left: [52_000, 60_000], since: 10_000 });
    match = accepted(rules.take(match, 1, { type: 'add', n: 1 }, 13_000));
    expect(match.deadlines.map(({ at }) => at)).toEqual([13_000 + 52_000]);
    const [flagFall] = match.deadlines;
    match = accepted(rules.fire(match, flagFall?.id ?? '', 65_000));
    expect(match.outcome).toEqual({ winners: [1], reason: 'time-or-left' });
  });

  test('simultaneous choice: who has chosen is public, what only at the end', async () => {
    let { rules, match } = await begun('lowest-unique', 3);
    for (const [seat, n] of [
      [2, 1],
      [0, 1],
    ] as const)
      match = accepted(rules.take(match, seat, { type: 'choose', n }, 0));
    expect(rules.view(match)).toEqual({ chosen: [true, false, true], choices: null });
    expect(rules.secrets(match, 0)).toEqual({ choice: 1 });
    match = accepted(rules.take(match, 1, { type: 'choose', n: 4 }, 0));
    expect(rules.view(match)).toMatchObject({ choices: [1, 4, 1] });
    expect(match.outcome?.winners).toEqual([1]);
  });

  test('dice: the same seed rolls the same, and no view has the generator', async () => {
    const rolled = async () => {
      let { rules, match } = await begun('pig', 2);
      for (let roll = 0; roll < 5; roll += 1) {
        const seat = rules.legal(match, 0, 0).intents.some(({ type }) => type === 'roll') ? 0 : 1;
        match = accepted(rules.take(match, seat, { type: 'roll' }, 0));
      }
      return rules.view(match) as { rolls: { n: number; face: number }[] };
    };
    const view = await rolled();
    expect(view).toEqual(await rolled());
    expect(Object.keys(view).sort()).toEqual(['pot', 'points', 'rolls', 'turn'].sort());
    expect(view.rolls.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(view.rolls.every(({ face }) => Number.isInteger(face) && face >= 1 && face <= 6)).toBe(true);
  });

  test('animation: each roll is shown once, in order', async () => {
    const printed = await folder.output(
      'animated.ts',
      fromSources(`
        import { startTestServer, until } from 'turnkeeper/testing';
        import pig from './pig/game.ts';
        import { animate } from './animate.ts';
        await using server = await startTestServer({ games: [pig] });
        const ann = server.connect({ name: 'Ann' });
        const bob = server.connect({ name: 'Bob' });
        const hers = await ann.create<typeof pig>('pig');
        const his = await bob.join<typeof pig>({ room: hers.id });
        for (const room of [hers, his]) await until(room, ({ document }) => document.view !== null);
        const shown: number[] = [];
        animate(his, (_seat, face) => shown.push(face));
        for (let roll = 0; roll < 4; roll += 1) {
          const mover = hers.document.view?.turn === hers.seat ? hers : his;
          await mover.send({ type: 'roll' });
          for (const room of [hers, his]) await until(room, ({ document }) => document.view?.rolls.length === roll + 1);
        }
        console.log(JSON.stringify(shown) === JSON.stringify(his.document.view?.rolls.map(({ face }) => face)), shown.length);
      `),
    );
    expect(printed).toBe('true 4\n');
  });

  test('options: a room has those it was created with', async () => {
    const server = createServer({ games: [await gameOf('high-card')] });
    const { port } = await server.listen();
    const code = fromSources(programs.get('options') ?? '').replace('localhost:3000', `localhost:${port}`);
    const printed = await folder.output('options-played.ts', code);
    await server.close();
    expect(printed).toBe('{ cards: 5 }\nCANCELLED\n');
  });
});
