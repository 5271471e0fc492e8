// Random machines, from a seed: their actions and guards record what they see. Some hold what is not compiled.
import type { AnyStateMachine } from 'xstate';
import type { Xstate } from './xstate-copies.ts';

type Random = () => number;
type Plan = { readonly path: string; readonly states: readonly Plan[] };
type Context = { readonly n: number; readonly seen: readonly string[] };
type Args = { context: Context; event: { type: string; output?: unknown } };

const EVENTS = ['a', 'b', 'c', 'd', 'a.x', 'a.x.y', 'play.card', 'play.card.face', 'never'];
const DESCRIPTORS = [...EVENTS.slice(0, -1), 'a.*', 'a.x.*', 'play.*', 'play.card.*', '*'];
const MAX_DEPTH = 5;

/** `obstacle`: what the compiled engine must name as its reason not to run the machine. */
export type RandomMachine = { readonly machine: AnyStateMachine; readonly obstacle: RegExp | undefined };

/** Some never come to rest and some throw: these are faults, in both engines. One in eight holds an obstacle. */
export function randomMachine(random: Random, xstate: Xstate): RandomMachine {
  const below = (most: number) => Math.floor(random() * most);
  const pick = <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item;
  const some = <Item>(most: number, make: () => Item): Item[] =>
    Array.from({ length: below(most + 1) }, make);
  const { guard, action } = behaviour(xstate, { random, below, pick });

  const ids: string[] = [];
  const layOut = (path: string, depth: number): Plan => {
    ids.push(path);
    const count = depth === 0 || (depth < MAX_DEPTH && random() < 0.4) ? 1 + below(4) : 0;
    const states = Array.from({ length: count }, (_, at) => layOut(`${path}_${at}`, depth + 1));
    return { path, states };
  };
  const plan = layOut('m', 0);

  const transition = (what: string, own: string) => ({
    ...(random() < 0.75 && { target: `#${random() < 0.2 ? own : pick(ids.slice(1))}` }),
    ...(random() < 0.4 && { guard: guard() }),
    ...(own !== 'm' && random() < 0.25 && { reenter: random() < 0.8 }),
    ...(random() < 0.85 && { actions: some(2, () => action(what)) }),
  });
  const build = ({ path, states }: Plan): object => {
    const isFinal = path !== 'm' && states.length === 0 && random() < 0.2;
    const behaving = {
      on: Object.fromEntries(
        some(5, () => [pick(DESCRIPTORS), some(3, () => transition(`on ${path}`, path))]),
      ),
      ...(random() < 0.25 && {
        always: some(2, () => ({
          ...transition(`always ${path}`, path),
          ...(random() < 0.95 && { guard: guard() }),
        })),
      }),
      ...(random() < 0.3 && {
        after: Object.fromEntries(
          some(2, () => [
            pick(['soon', 'late', '50', '0']),
            some(2, () => transition(`after ${path}`, path)),
          ]),
        ),
      }),
    };
    return {
      id: path,
      entry: some(2, () => action(`entry ${path}`)),
      exit: some(2, () => action(`exit ${path}`)),
      ...(isFinal && { type: 'final', output: ({ context }: Args) => ({ from: path, n: context.n }) }),
      ...(states.length > 0 && {
        initial: { target: pick(states).path, actions: some(1, () => action(`initial ${path}`)) },
        states: Object.fromEntries(states.map((one) => [one.path, build(one)])),
        ...(path !== 'm' && random() < 0.5 && { onDone: transition(`done ${path}`, path) }),
      }),
      ...(!isFinal && behaving),
    };
  };
  const config: Config & object = {
    ...build(plan),
    context: { n: 0, seen: [] },
    output: ({ context, event }: Args) => ({ n: context.n, event }),
  };
  const obstacle = random() < 1 / 8 ? pick(obstaclesIn(xstate)) : undefined;
  const machine = xstate.createMachine(
    (obstacle?.into(config) ?? config) as never,
    implementationsIn(xstate) as never,
  ) as unknown as AnyStateMachine;
  return { machine, obstacle: obstacle?.named };
}

export const randomEvent = (random: Random): { type: string } => ({
  type: EVENTS[Math.floor(random() * EVENTS.length)] ?? 'a',
});

function implementationsIn({ and, assign, cancel, or, raise }: Xstate): object {
  return {
    guards: {
      even: ({ context }: Args) => context.n % 2 === 0,
      third: ({ context }: Args) => context.n % 3 === 0,
      few: ({ context }: Args, { most }: { most: number }) => context.n < most,
      fragile: ({ context }: Args) => {
        if (context.n % 11 === 10) throw new Error(`the guard broke at ${context.n}`);
        return context.n % 2 === 1;
      },
      both: and(['even', 'third']),
      any: or(['third', 'fragile']),
    },
    actions: {
      count: assign({ n: ({ context }: Args) => context.n + 1 }),
      add: assign(({ context }: Args, { by }: { by: number }) => ({ n: context.n + by })),
      same: assign({}),
      fragile: assign(({ context }: Args) => {
        if (context.n % 13 === 12) throw new Error(`the action broke at ${context.n}`);
        return { n: context.n + 1 };
      }),
      raiseB: raise({ type: 'b' }),
      raiseLater: raise({ type: 'c' }, { id: 'later', delay: ({ context }) => (context as Context).n * 10 }),
      raiseNamed: raise({ type: 'play.card' }, { delay: 'soon' } as never),
      cancelLater: cancel('later'),
    },
    delays: {
      soon: ({ context }: Args) => context.n * 10,
      late: ({ context }: Args) => (context.n % 17 === 16 ? (undefined as never) : 5000 - context.n),
    },
  };
}

type Dice = {
  readonly random: Random;
  readonly below: (most: number) => number;
  readonly pick: <Item>(list: readonly Item[]) => Item;
};

function behaviour({ and, assign, cancel, not, or, raise }: Xstate, { below, pick, random }: Dice) {
  const note = (what: string) =>
    assign(({ context, event }: Args) => ({
      n: context.n + 1,
      // Twelve entries are enough, and some machines never come to rest.
      seen: [...context.seen, `${what} at ${event.type} ${JSON.stringify(event.output ?? null)}`].slice(-12),
    }));
  const guard = (depth = 0): unknown => {
    if (depth < 3 && random() < 0.3) {
      const parts = [guard(depth + 1), guard(depth + 1)];
      return pick([() => and(parts as never), () => or(parts as never), () => not(parts[0] as never)])();
    }
    return pick([
      ...['even', 'third', 'both', 'any', 'fragile', { type: 'few', params: { most: below(12) } }],
      { type: 'few', params: ({ context }: Args) => ({ most: context.n }) },
      { type: 'few', params: ({ event }: Args) => ({ most: event.type.length }) },
    ]);
  };
  const action = (what: string): unknown =>
    pick([
      ...[note(what), note(what), 'count', 'same', 'fragile'],
      ...['raiseB', 'raiseLater', 'raiseNamed', 'cancelLater'],
      { type: 'add', params: { by: below(3) } },
      raise(({ context }) => ({ type: pickByCount((context as unknown as Context).n) })),
      raise({ type: 'd' }, { id: 'own', delay: 20 + below(3) }),
      cancel(({ context }) => ((context as unknown as Context).n % 2 ? 'later' : 'own')),
    ]);
  return { guard, action };
}

const pickByCount = (n: number): string => EVENTS[n % EVENTS.length] ?? 'a';

type Config = {
  readonly states?: object;
  readonly on?: object;
  readonly entry?: readonly unknown[];
  readonly context?: Context;
  readonly output?: (args: Args) => unknown;
};

function obstaclesIn({ enqueueActions, log, stateIn }: Xstate) {
  const withState = (state: object) => (config: Config) => ({
    ...config,
    states: { ...config.states, m_extra: state },
  });
  const withEntry = (action: unknown) => (config: Config) => ({
    ...config,
    entry: [...(config.entry ?? []), action],
  });
  const withTransition = (transition: object) => (config: Config) => ({
    ...config,
    on: { ...config.on, extra: transition },
  });
  return [
    { into: withState({ type: 'parallel', states: { x: {}, y: {} } }), named: /is of type 'parallel'/ },
    { into: withState({ type: 'history' }), named: /is of type 'history'/ },
    { into: withState({ retry: 3 }), named: /has the unknown key 'retry'/ },
    { into: withState({ id: 'm_extra', route: {} }), named: /has the unknown key 'route'/ },
    { into: withEntry(enqueueActions(() => {})), named: /entry: uses enqueueActions/ },
    { into: withEntry(log('x')), named: /entry: uses log/ },
    { into: withEntry({ type: 'count', when: 'later' }), named: /an action has the unknown key 'when'/ },
    { into: withTransition({ guard: stateIn('m_0') }), named: /on 'extra': uses stateIn/ },
    { into: withTransition({ target: '.m_0', after: 5 }), named: /on 'extra': unknown key 'after'/ },
    {
      into: withTransition({ guard: { type: 'even', negated: true } }),
      named: /a guard has the unknown key 'negated'/,
    },
    {
      into: (config: Config) => ({ ...config, history2: true }),
      named: /'m' has the unknown key 'history2'/,
    },
  ];
}
