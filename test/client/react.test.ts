// The hooks of turnkeeper/react with the real React, drawn into a document, against a server over a socket.
import { Window } from 'happy-dom';
import { createElement, type FunctionComponent, StrictMode, useState } from 'react';
import { renderToString } from 'react-dom/server';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  type MockInstance,
  test,
  vi,
} from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Client, LobbyWatch, Room, Subscribe } from '../../src/client/index.ts';
import { useLobby, useRoom, useStatus } from '../../src/client/react.ts';
import { startTestServer, type TestServer, until } from '../../src/testing/index.ts';
import { joinedWith, reconnect, startOnline } from './fake-server.ts';

type TicTacToe = typeof ticTacToe;

const page = new Window();
let server: TestServer;
let errors: MockInstance;
let dom: typeof import('react-dom/client');
let flushSync: typeof import('react-dom')['flushSync'];
const unmounts: (() => void)[] = [];

// React reads these when its module is loaded, and when it draws.
beforeAll(async () => {
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', page.document);
  dom = await import('react-dom/client');
  ({ flushSync } = await import('react-dom'));
});
afterAll(() => {
  vi.unstubAllGlobals();
  return page.happyDOM.close();
});

beforeEach(async () => {
  // React reports its complaints here: an unstable snapshot, a hydration that differs.
  errors = vi.spyOn(console, 'error');
  server = await startTestServer({ games: [ticTacToe] });
});
afterEach(async () => {
  for (const unmount of unmounts.splice(0)) unmount();
  await server[Symbol.asyncDispose]();
  expect(errors.mock.calls).toEqual([]);
  errors.mockRestore();
});

type Drawn = {
  readonly text: () => string;
  /** Resolves once the text is drawn. */
  shows(text: string): Promise<void>;
  unmount(): void;
};

function draw(component: FunctionComponent, html?: string): Drawn {
  const place = page.document.createElement('div');
  page.document.body.appendChild(place);
  const element = createElement(StrictMode, null, createElement(component));
  const container = place as unknown as Element;
  if (html !== undefined) place.innerHTML = html;
  const root = html === undefined ? dom.createRoot(container) : dom.hydrateRoot(container, element);
  // With its effects, which subscribe.
  if (html === undefined) flushSync(() => root.render(element));
  const unmount = (): void => {
    root.unmount();
    place.remove();
  };
  unmounts.push(unmount);
  const text = (): string => place.textContent ?? '';
  return {
    text,
    unmount,
    shows: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!text().includes(wanted)) return;
          observer.disconnect();
          resolve();
        };
        const observer = new page.MutationObserver(check);
        observer.observe(place, { childList: true, characterData: true, subtree: true });
        check();
      }),
  };
}

/** Counts the listeners that are subscribed now. */
function counted(subscribe: Subscribe): { readonly subscribe: Subscribe; active: number } {
  const counter = {
    active: 0,
    subscribe: (listener: () => void) => {
      counter.active += 1;
      const stop = subscribe(listener);
      return () => {
        counter.active -= 1;
        stop();
      };
    },
  };
  return counter;
}

describe('useRoom', () => {
  test('draws each change of the room, and what is pending', async () => {
    const client = server.connect({ name: 'Ann' });
    const room = await client.create<TicTacToe>('tic-tac-toe');
    const drawn = draw(() => {
      const { document, seat, pending, status } = useRoom(room);
      const board = document.view?.board.map((mark) => mark ?? '-').join('') ?? 'no board';
      return `${document.status} seat ${seat} ${board} pending ${pending.length} ${status}`;
    });
    await drawn.shows('waiting seat 0 no board pending 0 live');
    await server.connect({ name: 'Bob' }).join({ room: room.id });
    await drawn.shows('playing seat 0 ---------');
    const sent = room.send({ type: 'place', cell: 4 });
    await drawn.shows('---------'.concat(' pending 1'));
    await sent;
    await drawn.shows('----0---- pending 0');
    await room.leave();
    await drawn.shows('left');
  });

  test('follows another room when it is given one, and null meanwhile', async () => {
    const client = server.connect({ name: 'Ann' });
    const [first, second] = [await client.create('tic-tac-toe'), await client.create('tic-tac-toe')];
    let show: (room: Room | null) => void = () => {};
    const drawn = draw(() => {
      const [room, setRoom] = useState<Room | null>(first);
      show = setRoom;
      return `code ${useRoom(room)?.document.code ?? 'none'}`;
    });
    await drawn.shows(`code ${first.document.code}`);
    show(null);
    await drawn.shows('code none');
    show(second);
    await drawn.shows(`code ${second.document.code}`);
  });

  test('gives the same snapshot until the room changes, and unsubscribes', async () => {
    const { client, server: fake } = startOnline();
    const joining = client.join({ room: 'r1' });
    fake.socket.take('room.join').answer('joined', joinedWith());
    const joined = await joining;
    const counter = counted(joined.subscribe);
    const room = Object.assign(Object.create(joined), { subscribe: counter.subscribe }) as Room;
    const snapshots = new Set<unknown>();
    let redraw: (count: number) => void = () => {};
    const drawn = draw(() => {
      const [count, setCount] = useState(0);
      redraw = setCount;
      const snapshot = useRoom(room);
      snapshots.add(snapshot);
      return `drawn ${count} at ${snapshot.revision}`;
    });
    await drawn.shows('drawn 0 at 3');
    expect(counter.active).toBe(1);
    redraw(1);
    await drawn.shows('drawn 1 at 3');
    const before = snapshots.size;
    redraw(2);
    await drawn.shows('drawn 2 at 3');
    expect(snapshots.size).toBe(before);
    fake.socket.push('diff', { room: 'r1', revision: 4, ops: [] });
    await drawn.shows('drawn 2 at 4');
    drawn.unmount();
    expect(counter.active).toBe(0);
  });
});

describe('useStatus', () => {
  test('draws the state of the connection', async () => {
    const started = startOnline();
    const { client, server: fake } = started;
    const drawn = draw(() => {
      const { status, name, retryAt, closeCode } = useStatus(client);
      return `${status} ${name} ${retryAt ?? 'no retry'} ${closeCode ?? 'no code'}`;
    });
    await drawn.shows('online Ann no retry no code');
    fake.drop(1012);
    await drawn.shows(`offline Ann ${client.retryAt} 1012`);
    client.retry();
    fake.welcome();
    await drawn.shows('online Ann no retry 1012');
    client.close();
    await drawn.shows('closed');
  });

  test('a client that is null is connecting', async () => {
    await draw(() => useStatus(null).status).shows('connecting');
  });
});

describe('useLobby', () => {
  test('draws the public rooms as they come and go', async () => {
    const client = server.connect({ name: 'Ann' });
    const drawn = draw(() => {
      const rooms = useLobby(client, 'tic-tac-toe');
      return `rooms: ${rooms.map(({ names }) => names.join()).join(' ')}.`;
    });
    await drawn.shows('rooms: .');
    const room = await server.connect({ name: 'Bob' }).create('tic-tac-toe');
    await drawn.shows('rooms: Bob.');
    await room.leave();
    await drawn.shows('rooms: .');
  });

  test('watches while it is mounted, once, and again after a reconnect', async () => {
    const started = startOnline();
    const { client, server: fake } = started;
    const open = new Set<LobbyWatch>();
    const watching: Client = {
      ...client,
      watchLobby(game) {
        const watch = client.watchLobby(game);
        open.add(watch);
        const close = (): void => {
          open.delete(watch);
          watch.close();
        };
        return Object.assign(Object.create(watch), { close });
      },
    };
    const drawn = draw(() => `${useLobby(watching).length} rooms`);
    await drawn.shows('0 rooms');
    expect(open.size).toBe(1);
    const listed = {
      room: 'r1',
      game: 'count',
      status: 'waiting',
      options: {},
      names: [],
      spectators: 0,
    } as const;
    const lobby = { rooms: [{ ...listed, names: ['Bob'], seats: { taken: 1, total: 2 } }] };
    fake.socket.push('lobby', lobby);
    await drawn.shows('1 rooms');
    reconnect(started);
    fake.socket.take('lobby.watch').answer('lobby', { rooms: [] });
    await drawn.shows('0 rooms');
    drawn.unmount();
    expect(open.size).toBe(0);
    expect(fake.socket.types()).toContain('lobby.unwatch');
  });
});

describe('on a server', () => {
  test('the hooks draw without a client, and its page hydrates without a difference', async () => {
    const client = server.connect({ name: 'Ann' });
    const room = await client.create('tic-tac-toe');
    await until(client, ({ status }) => status === 'online');
    let known: Client | null = null;
    const drawPage = () => {
      const { status } = useStatus(known);
      return `${status}, ${useLobby(known).length} rooms, ${useRoom(null) ? 'a room' : 'no room'}`;
    };
    const html = renderToString(createElement(StrictMode, null, createElement(drawPage)));
    expect(html).toBe('connecting, 0 rooms, no room');
    // In the browser the client may be online before the page is hydrated.
    known = client;
    const drawn = draw(drawPage, html);
    await drawn.shows('online, 1 rooms, no room');
    expect(room.status).toBe('live');
  });
});
