import { describe, expect, test } from 'vitest';
import { cycles } from './cycles.ts';
import { callsIn, filesIn, type Import, type Source, sourcesIn } from './sources.ts';

/**
 * The allowed imports of each part of src, innermost first: a row names earlier rows only.
 * `types:` marks what may be imported for its types alone.
 */
const order: Readonly<Record<string, readonly string[]>> = {
  'json.ts': [],
  'maybe-promise.ts': [],
  'own-packages.ts': [],
  clock: [],
  'rate-limit': ['clock'],
  patch: ['json.ts'],
  game: ['json.ts'],
  protocol: ['json.ts'],
  store: ['maybe-promise.ts', 'json.ts'],
  session: ['maybe-promise.ts', 'clock', 'protocol', 'store'],
  connection: ['clock', 'rate-limit', 'protocol', 'session'],
  room: ['maybe-promise.ts', 'json.ts', 'clock', 'game', 'protocol', 'store', 'session'],
  registry: ['maybe-promise.ts', 'json.ts', 'clock', 'game', 'session', 'store', 'room'],
  lobby: [
    'maybe-promise.ts',
    'json.ts',
    'clock',
    'rate-limit',
    'patch',
    'game',
    'protocol',
    'store',
    'session',
    'room',
    'registry',
  ],
  delivery: ['json.ts', 'game', 'patch', 'protocol', 'session', 'room'],
  routing: ['maybe-promise.ts', 'clock', 'protocol', 'session', 'room', 'registry', 'lobby'],
  bots: ['json.ts', 'own-packages.ts', 'clock', 'game', 'session', 'room'],
  'game-loader': ['clock', 'game', 'bots'],
  verify: ['json.ts', 'game', 'patch', 'room'],
  playground: ['json.ts', 'clock', 'game', 'protocol', 'session', 'room', 'registry'],
  http: [...['json.ts', 'game', 'protocol', 'store', 'session', 'connection', 'room', 'playground']],
  server: [
    ...[
      'json.ts',
      'clock',
      'rate-limit',
      'game',
      'protocol',
      'store',
      'session',
      'connection',
      'room',
      'registry',
      'lobby',
    ],
    ...['delivery', 'routing', 'bots', 'playground', 'http'],
  ],
  'index.ts': [
    'maybe-promise.ts',
    ...['json.ts', 'clock', 'game', 'protocol', 'store', 'session', 'connection', 'room', 'lobby', 'bots'],
    ...['http', 'server'],
  ],
  client: ['types:json.ts', 'patch', 'types:protocol'],
  testing: [
    ...['json.ts', 'clock', 'patch', 'game', 'protocol', 'store', 'connection', 'room', 'bots', 'verify'],
    ...['server', 'client'],
  ],
  cli: ['own-packages.ts', 'clock', 'game', 'store', 'game-loader', 'server', 'testing', 'verify'],
};

/** Packages that stand behind one folder, or a file, alone. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  // And the client's end of a test, which must be cut and held: the built-in WebSocket can do neither.
  ws: ['src/connection/', 'src/testing/transport.ts'],
  pino: ['src/server/'],
  'prom-client': ['src/http/'],
  commander: ['src/cli/'],
  // fast-check is an optional peer dependency: only the arbitraries need it.
  'fast-check': ['src/testing/arbitraries/'],
  preact: ['clients/'],
  // react is an optional peer dependency: only the hooks need it.
  react: ['src/client/react.ts'],
  '@dagrejs/dagre': ['clients/playground/'],
  '@preact/preset-vite': [],
};

/** Rules of a game that are a library of its own, by game. */
const rulesLibraries: Readonly<Record<string, readonly string[]>> = { chess: ['chess.js'] };

/** What `turnkeeper new` writes: a game, that lies in src only to be at hand. */
const template = 'src/cli/new-game/';
const src = sourcesIn('src').filter(({ path }) => !path.startsWith(template));
const games = sourcesIn('games').filter(({ path }) => !path.endsWith('.test.ts'));
const clients = sourcesIn('clients');
const tests = sourcesIn('test');
const everything = [...src, ...games, ...clients];

/** `src/room/room.ts` is of the part `room`, `src/json.ts` of the part `json.ts`. */
const partOf = (path: string): string => path.split('/')[1] ?? '';
const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

type Crossing = Import & { readonly from: Source; readonly target: string };

const crossings = (sources: readonly Source[]): Crossing[] =>
  sources.flatMap((from) =>
    from.imports.flatMap((one) => (one.target === undefined ? [] : [{ ...one, from, target: one.target }])),
  );
const packages = (sources: readonly Source[]): (Import & { from: Source })[] =>
  sources.flatMap((from) =>
    from.imports.filter(({ target }) => target === undefined).map((one) => ({ ...one, from })),
  );
const shown = ({ from, specifier }: { from: Source; specifier: string }): string =>
  `${from.path} imports ${specifier}`;

describe('directions', () => {
  test('the order has no way back: each part names earlier ones only', () => {
    const parts = Object.keys(order);
    for (const [part, inner] of Object.entries(order)) {
      for (const name of inner.map((one) => one.replace('types:', ''))) {
        expect(parts.indexOf(name), `${part} names ${name}`).toBeGreaterThanOrEqual(0);
        expect(parts.indexOf(name), `${part} names ${name}`).toBeLessThan(parts.indexOf(part));
      }
    }
    expect([...new Set(src.map(({ path }) => partOf(path)))].filter((part) => !(part in order))).toEqual([]);
  });

  test('each part of src imports itself and the inner parts it may', () => {
    const allowed = ({ from, target, typeOnly }: Crossing): boolean => {
      const [part, other] = [partOf(from.path), partOf(target)];
      if (!target.startsWith('src/')) return false;
      const inner = order[part] ?? [];
      return part === other || inner.includes(other) || (typeOnly && inner.includes(`types:${other}`));
    };
    expect(
      crossings(src)
        .filter((one) => !allowed(one))
        .map(shown),
    ).toEqual([]);
  });

  test('a folder is entered from outside through its index.ts', () => {
    const direct = ({ from, target }: Crossing): boolean =>
      /^src\/[^/]+\//.test(target) &&
      !target.endsWith('/index.ts') &&
      !(from.path.startsWith('src/') && partOf(from.path) === partOf(target)) &&
      // The page carries this code over the network: only what it uses of it.
      !(partOf(from.path) === 'client' && partOf(target) === 'patch');
    expect(crossings(everything).filter(direct).map(shown)).toEqual([]);
  });

  test('inside a folder the file is imported, never the own index.ts', () => {
    const around = ({ from, target }: Crossing): boolean =>
      from.path.startsWith('src/') && target === `src/${partOf(from.path)}/index.ts` && from.path !== target;
    expect(crossings(src).filter(around).map(shown)).toEqual([]);
  });

  test('no file imports itself by any way round, types included', () => {
    expect(cycles(everything)).toEqual([]);
  });
});

describe('packages', () => {
  test('a package of one folder is known to no other', () => {
    const allowed = ({ from, specifier }: { from: Source; specifier: string }): boolean =>
      packagesOf[packageOf(specifier)]?.some((folder) => from.path.startsWith(folder)) ?? true;
    expect(
      packages(everything)
        .filter((one) => !allowed(one))
        .map(shown),
    ).toEqual([]);
  });

  test('one file of src runs xstate; its types go no further than the folder of games', () => {
    const running = packages(src).filter(({ specifier }) => packageOf(specifier) === 'xstate');
    const outside = running.filter(({ from, typeOnly }) =>
      typeOnly ? !from.path.startsWith('src/game/') : from.path !== 'src/game/engine/xstate-engine.ts',
    );
    expect(outside.map(shown)).toEqual([]);
    expect(running.some(({ typeOnly }) => !typeOnly)).toBe(true);
  });

  test('the client is made of its own code and types: no package but React for its hooks, nothing of Node', () => {
    const ofClient = src.filter(
      ({ path }) => path.startsWith('src/client/') || path.startsWith('src/patch/'),
    );
    const imported = packages(ofClient).filter(
      ({ from, specifier }) => from.path !== 'src/client/react.ts' || specifier !== 'react',
    );
    expect(imported.map(shown)).toEqual([]);
  });
});

describe('games and clients', () => {
  test('a game imports the game door, zod, xstate and its rules library; its bot the door of bots, too', () => {
    const allowed = ({ from, specifier, target }: Import & { from: Source }): boolean => {
      const [, name = ''] = from.path.split('/');
      if (target === undefined) return ['xstate', 'zod', ...(rulesLibraries[name] ?? [])].includes(specifier);
      if (target === 'src/bots/index.ts') return !from.path.endsWith('/game.ts');
      return target === 'src/game/index.ts' || target.startsWith(`games/${name}/`);
    };
    const all = games.flatMap((from) => from.imports.map((one) => ({ ...one, from })));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((one) => !allowed(one)).map(shown)).toEqual([]);
  });

  test('a page imports the client, its own files, what all pages share, and of a game only the types', () => {
    const allowed = ({ from, target, typeOnly }: Crossing): boolean =>
      target === 'src/client/index.ts' ||
      target.startsWith('clients/page/') ||
      target.startsWith(from.path.split('/').slice(0, 2).join('/')) ||
      (target.startsWith('games/') && typeOnly);
    expect(
      crossings(clients)
        .filter((one) => !allowed(one))
        .map(shown),
    ).toEqual([]);
  });
});

describe('habits', () => {
  test('no test sleeps: time is a parameter, and messages are awaited', () => {
    // The next turn of the event loop (setImmediate) is no time that could be too short.
    const timer = /^(globalThis\.|window\.)?(setTimeout|setInterval)$|(^|\.)sleep$|waitForTimeout$/;
    const imported = /\b(setTimeout|setInterval|scheduler)\b[^;]*from 'node:timers/;
    // Programs that kill, freeze, hold up and measure real processes: time itself is what they are about.
    const inRealTime = /^test\/(programs\/|store\/sqlite\/measure\.ts$|durability\/controlled-server\.ts$)/;
    const awaiting = tests.filter(({ path }) => !inRealTime.test(path));
    const sleeping = awaiting.filter(
      (source) => imported.test(source.text) || callsIn(source).some((name) => timer.test(name)),
    );
    expect(sleeping.map(({ path }) => path)).toEqual([]);
  });

  test('a file is about one thing: 300 lines at most, 400 for a test', () => {
    const long = [
      ...everything.filter(({ lines }) => lines > 300),
      ...[...tests, ...sourcesIn('games')].filter(({ lines }) => lines > 400),
    ];
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test('every file of src, games and clients opens with what it is, unless it only passes names on', () => {
    const passesOn = ({ nodes }: Source): boolean => {
      const [program] = nodes;
      const body = Array.isArray(program?.body) ? (program.body as { type: string; source?: unknown }[]) : [];
      return body.every(({ type, source }) => type.startsWith('Export') && Boolean(source));
    };
    const silent = everything.filter(
      (source) => !/^(#!.*\n)?(\/\/|\/\*)/.test(source.text) && !passesOn(source),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('names say what is there: no util, helper, data, info, misc, manager, handler or service', () => {
    const vague = /(^|[-/])(utils?|helpers?|data|infos?|misc|common|managers?|handlers?|services?)([-./]|$)/;
    const named = filesIn('src', 'games', 'clients', 'test').filter((path) => vague.test(path));
    // ConnectionManager is the one manager.
    expect(named.filter((path) => !path.endsWith('connection/connection-manager.ts'))).toEqual([]);
  });

  test('nothing names a place of one machine', () => {
    const place = /(?<![\w.])\/(work|home|root|Users|mnt|tmp)\/\w/;
    const naming = [...everything, ...tests].filter(({ text }) => place.test(text));
    expect(naming.map(({ path }) => path)).toEqual([]);
  });
});
