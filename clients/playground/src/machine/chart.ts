// A machine's config as a tree of states with their transitions: what to draw, not where. Pure.

export type State = {
  /** The names from the root down, with dots; empty for the root itself. */
  readonly path: string;
  readonly name: string;
  readonly isFinal: boolean;
  readonly isParallel: boolean;
  readonly isHistory: boolean;
  /** The path of the initial child. */
  readonly initial: string | undefined;
  readonly children: readonly State[];
  readonly transitions: readonly Transition[];
};

export type Transition = {
  /** What triggers it: an event, or the name of a delay; empty for `always`. */
  readonly on: string;
  readonly kind: 'event' | 'after' | 'always' | 'done';
  readonly guard: string | undefined;
  /** The path that it leads to; undefined where it changes no state. */
  readonly target: string | undefined;
};

type Config = {
  readonly id?: string;
  readonly type?: string;
  readonly initial?: unknown;
  readonly states?: Readonly<Record<string, Config>>;
  readonly on?: unknown;
  readonly after?: unknown;
  readonly always?: unknown;
  readonly onDone?: unknown;
};

type Written = { readonly target?: unknown; readonly guard?: unknown };

export function chartOf(machine: unknown): State {
  const root = machine as Config;
  return stateOf(root, { path: '', name: root.id ?? 'machine', ids: idsIn(root, '') });
}

type Place = { readonly path: string; readonly name: string; readonly ids: ReadonlyMap<string, string> };

function stateOf(config: Config, { path, name, ids }: Place): State {
  const children = Object.entries(config.states ?? {}).map(([key, child]) =>
    stateOf(child, { path: join(path, key), name: key, ids }),
  );
  const { initial } = config;
  const first = typeof initial === 'object' && initial !== null ? (initial as Written).target : initial;
  return {
    path,
    name,
    isFinal: config.type === 'final',
    isParallel: config.type === 'parallel',
    isHistory: config.type === 'history',
    initial: typeof first === 'string' ? join(path, first) : undefined,
    children,
    transitions: transitionsOf(config, path, ids),
  };
}

function transitionsOf(config: Config, path: string, ids: Place['ids']): Transition[] {
  const read = (on: string, kind: Transition['kind'], written: unknown): Transition[] =>
    listOf(written).map((one) => {
      const { target, guard } =
        typeof one === 'string' ? { target: one, guard: undefined } : (one as Written);
      const first = Array.isArray(target) ? target[0] : target;
      return { on, kind, guard: nameOf(guard), target: resolved(first, path, ids) };
    });
  const many = (written: unknown, kind: 'event' | 'after') =>
    Object.entries((written ?? {}) as Record<string, unknown>).flatMap(([on, to]) => read(on, kind, to));
  return [
    ...many(config.on, 'event'),
    ...many(config.after, 'after'),
    ...read('', 'always', config.always),
    ...read('', 'done', config.onDone),
  ];
}

/** `'name'` is a sibling, `'.name'` a child, `'#id.name'` anywhere. */
function resolved(target: unknown, path: string, ids: Place['ids']): string | undefined {
  if (typeof target !== 'string') return undefined;
  if (target.startsWith('.')) return join(path, target.slice(1));
  if (!target.startsWith('#')) return join(parentOf(path), target);
  const [id = '', ...rest] = target.slice(1).split('.');
  const whole = ids.get(target.slice(1));
  return whole ?? rest.reduce(join, ids.get(id) ?? '');
}

function idsIn(config: Config, path: string): Map<string, string> {
  const below = Object.entries(config.states ?? {}).flatMap(([key, child]) => [
    ...idsIn(child, join(path, key)),
  ]);
  return new Map([...(config.id === undefined ? [] : [[config.id, path] as const]), ...below]);
}

function listOf(written: unknown): readonly unknown[] {
  if (written === undefined || written === null) return [];
  return Array.isArray(written) ? written : [written];
}

/** `'name'`, or `{ type: 'name', params }`. */
function nameOf(guard: unknown): string | undefined {
  if (guard === undefined || guard === null) return undefined;
  return typeof guard === 'string' ? guard : String((guard as { type?: unknown }).type ?? 'inline');
}

export const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

export const parentOf = (path: string): string => path.split('.').slice(0, -1).join('.');

/** true if `path` is `outer`, or inside it. */
export const isWithin = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}.`);
