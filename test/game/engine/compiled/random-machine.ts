// Machines of any shape that the compiled step takes, from a seed: their actions and guards write down what they see.
import { type AnyStateMachine, and, assign, cancel, createMachine, not, or, raise } from 'xstate';

type Random = () => number;
type Plan = { readonly path: string; readonly states: readonly Plan[] };
type Context = { readonly n: number; readonly seen: readonly string[] };
type Args = { context: Context; event: { type: string; output?: unknown } };

const EVENTS = ['a', 'b', 'a.x', 'c'];
const DESCRIPTORS = [...EVENTS, 'a.*', '*'];

const note = (what: string) =>
  assign(({ context, event }: Args) => ({
    n: context.n + 1,
    // The last ones tell enough, and some machines never come to rest.
    seen: [...context.seen, `${what} at ${event.type} ${JSON.stringify(event.output ?? null)}`].slice(-12),
  }));

const implementations = {
  guards: {
    even: ({ context }: Args) => context.n % 2 === 0,
    third: ({ context }: Args) => context.n % 3 === 0,
    few: ({ context }: Args, { most }: { most: number }) => context.n < most,
    both: and(['even', 'third']),
  },
  actions: {
    count: assign({ n: ({ context }: Args) => context.n + 1 }),
    add: assign(({ context }: Args, { by }: { by: number }) => ({ n: context.n + by })),
    same: assign({}),
    raiseB: raise({ type: 'b' }),
    raiseLater: raise({ type: 'c' }, { id: 'later', delay: ({ context }) => (context as Context).n * 10 }),
    cancelLater: cancel('later'),
  },
  delays: { soon: ({ context }: Args) => context.n * 10 },
};

/** Up to three levels deep, with a few states each; some never come to rest, which is a fault in both steppers. */
export function randomMachine(random: Random): AnyStateMachine {
  const below = (most: number) => Math.floor(random() * most);
  const pick = <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item;
  const some = <Item>(most: number, make: () => Item): Item[] =>
    Array.from({ length: below(most + 1) }, make);
  const ids: string[] = [];
  const layOut = (path: string, depth: number): Plan => {
    ids.push(path);
    const count = depth === 0 || (depth < 3 && random() < 0.4) ? 2 + below(3) : 0;
    const states = Array.from({ length: count }, (_, at) => layOut(`${path}_${at}`, depth + 1));
    return { path, states };
  };
  const plan = layOut('m', 0);

  const guard = (): unknown =>
    pick([
      ...['even', 'third', 'both', { type: 'few', params: { most: below(12) } }],
      ...[not('even'), or(['third', { type: 'few', params: ({ context }: Args) => ({ most: context.n }) }])],
      ...[
        and([not('third'), 'even']),
        { type: 'few', params: ({ event }: Args) => ({ most: event.type.length }) },
      ],
    ]);
  const action = (what: string): unknown =>
    pick([
      ...[note(what), note(what), 'count', 'same', 'raiseB', 'raiseLater', 'cancelLater'],
      ...[
        { type: 'add', params: { by: below(3) } },
        raise(({ context }) => ({ type: (context as Context).n % 2 ? 'a' : 'b' })),
      ],
    ]);
  const transition = (what: string, own: string) => ({
    ...(random() < 0.75 && { target: `#${random() < 0.2 ? own : pick(ids.slice(1))}` }),
    ...(random() < 0.4 && { guard: guard() }),
    ...(own !== 'm' && random() < 0.25 && { reenter: true }),
    actions: some(2, () => action(what)),
  });
  const build = ({ path, states }: Plan): object => {
    const final = path !== 'm' && states.length === 0 && random() < 0.25;
    const on = Object.fromEntries(
      some(4, () => [pick(DESCRIPTORS), some(2, () => transition(`on ${path}`, path))]),
    );
    return {
      id: path,
      entry: some(2, () => action(`entry ${path}`)),
      exit: some(2, () => action(`exit ${path}`)),
      ...(final && { type: 'final', output: ({ context }: Args) => ({ from: path, n: context.n }) }),
      ...(states.length > 0 && {
        initial: { target: pick(states).path, actions: some(1, () => action(`initial ${path}`)) },
        states: Object.fromEntries(states.map((one) => [one.path, build(one)])),
        ...(path !== 'm' && random() < 0.5 && { onDone: transition(`done ${path}`, path) }),
      }),
      ...(!final && { on }),
      ...(!final &&
        random() < 0.2 && { always: [{ ...transition(`always ${path}`, path), guard: guard() }] }),
      ...(!final &&
        random() < 0.3 && { after: { [pick(['soon', '50'])]: transition(`after ${path}`, path) } }),
    };
  };
  const config = {
    ...build(plan),
    context: { n: 0, seen: [] },
    output: ({ context, event }: Args) => ({ n: context.n, event }),
  };
  return createMachine(config as never, implementations as never);
}

export const randomEvent = (random: Random): { type: string } => ({
  type: EVENTS[Math.floor(random() * EVENTS.length)] ?? 'a',
});
