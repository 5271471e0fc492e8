import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { mermaidOf } from '../../src/cli/graph.ts';
import { run } from './command.ts';
import tangled from './fixtures/tangled.ts';

/** A line of Mermaid's stateDiagram-v2: the part that is used, stricter than Mermaid's own grammar. */
const id = /s[A-Za-z0-9_]*/.source;
const label = /(?:[\w .,()[\]|/*+=!?'-]|#\d+;)+/.source;
const statement = new RegExp(
  `^(?:\\[\\*\\] --> ${id}|${id} --> \\[\\*\\]|${id} --> ${id} : ${label}|state "${label}" as ${id}(?: \\{)?|\\}|--)$`,
);

const linesOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .slice(4)
    .map((line) => line.trim());

describe('graph', () => {
  test('draws tic-tac-toe', () => {
    expect(mermaidOf(ticTacToe)).toMatchInlineSnapshot(`
      "---
      title: tic-tac-toe
      ---
      stateDiagram-v2
        [*] --> s_turn
        state "turn" as s_turn
        state "marked" as s_marked
        state "won" as s_won
        state "draw" as s_draw
        state "time" as s_time
        state "resigned" as s_resigned
        state "left" as s_left
        s_turn --> s_marked : place [yourTurn and cellFree]
        s_turn --> s_resigned : resign
        s_turn --> s_left : seat.left
        s_turn --> s_time : after turnTime
        s_marked --> s_won : always [threeInARow]
        s_marked --> s_draw : always [boardFull]
        s_marked --> s_turn : always
        s_won --> [*]
        s_draw --> [*]
        s_time --> [*]
        s_resigned --> [*]
        s_left --> [*]
      "
    `);
  });

  test.each([ticTacToe, tangled])(
    '$name meets the grammar: statements, braces in pairs, ids once declared',
    (game) => {
      const lines = linesOf(mermaidOf(game));
      expect(lines.filter((line) => !statement.test(line))).toEqual([]);
      const depths = lines.map((line) => (line.endsWith('{') ? 1 : line === '}' ? -1 : 0));
      let depth = 0;
      for (const step of depths) {
        depth += step;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      const declared = lines.flatMap((line) => new RegExp(`as (${id})`).exec(line)?.[1] ?? []);
      expect(new Set(declared).size).toBe(declared.length);
      const used = lines
        .filter((line) => line.includes(' --> '))
        .flatMap((line) => line.split(' : ')[0]?.split(' --> ') ?? []);
      expect(used.filter((one) => one !== '[*]' && !declared.includes(one))).toEqual([]);
    },
  );

  test('shows regions, history, and transitions from any state inside a state', () => {
    const lines = linesOf(mermaidOf(tangled));
    expect(lines).toEqual(
      expect.arrayContaining([
        '--',
        'state "history" as s_state_a_b_last',
        'state "any state of a_b" as s_state_a_b_2_any',
        's_state_a_b_2_any --> s_state_a_b_two_2 : go',
        's_any --> s_any : any event',
        's_end --> s_state : go [odd or (big and not odd)]',
        's_state_a_b_one --> s_state_a_b_two : after soon',
        's_state_a_b_two_2 --> s_state_a_b_one_2 : after 500 ms',
        's_state --> s_left___over____1 : done',
        'state "left#58; #34;over#34;#59; #35;1" as s_left___over____1',
      ]),
    );
  });

  test('no edge leads from a state to one that contains it or is inside it: Mermaid cannot draw that', () => {
    const states = linesOf(mermaidOf(tangled));
    const arrows = states.flatMap((line) => /^(s\w*) --> (s\w*) :/.exec(line)?.slice(1, 3) ?? []);
    for (let at = 0; at < arrows.length; at += 2) {
      const [from = '', to = ''] = arrows.slice(at, at + 2);
      if (from === to || from.endsWith('_any')) continue;
      expect(`${to}_`.startsWith(`${from}_`) && isComposite(states, from), `${from} to ${to}`).toBe(false);
      expect(`${from}_`.startsWith(`${to}_`) && isComposite(states, to), `${from} to ${to}`).toBe(false);
    }
  });

  test('accepts the name of a bundled game, and a path', async () => {
    const named = await run({ args: ['graph', 'tic-tac-toe'] });
    expect(named).toEqual({ code: 0, stdout: mermaidOf(ticTacToe), stderr: '' });
    const path = await run({ args: ['graph', 'games/tic-tac-toe'] });
    expect(path.stdout).toBe(named.stdout);
  });

  test('an unknown game is wrong usage', async () => {
    const { code, stderr } = await run({ args: ['graph', 'hopscotch'] });
    expect(code).toBe(2);
    expect(stderr).toBe('Cannot load a game from hopscotch: file not found\n');
  });
});

const isComposite = (lines: readonly string[], state: string): boolean =>
  lines.some((line) => line.endsWith(`as ${state} {`));
