// Negative controls: the server without one of its guarantees. Each makes a check fail that passes on the product.
// The product has no option for this: the guarantees are removed here, from its classes and its store.
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { Room } from '../../src/room/room.ts';
import { createLog, createServer, defaultLimits, type TurnkeeperServer } from '../../src/server/index.ts';
import type { AppendOutcome, Entry, Fence, Snapshot, Storage, Store } from '../../src/store/index.ts';
import { defaultConfig, type StoreConfig } from '../../src/store/sqlite/schema.ts';
import { openWithConfig } from '../../src/store/sqlite/sqlite-storage.ts';
import { unfencedConfig } from '../store/sqlite/unfenced-config.ts';

export type Control =
  | 'none'
  | 'without the fence'
  | 'without the seq check'
  | 'with answers before the commit'
  | 'with NORMAL instead of FULL'
  | 'without the send-queue bound';

export type ControlledServer = {
  readonly control: Control;
  readonly folder: string;
  readonly port: number;
  /** The port of a second server on the same storage, started by SIGUSR2, as if each were the only one. */
  readonly secondPort?: number;
};

const MANY = 1_000_000;
const limits = {
  ...{ ...defaultLimits, messagesPerSecond: MANY, messageBurst: MANY, createdPerMinute: MANY },
  chatCharacters: 2_000,
  ...{ connectionsPerAddress: MANY, findsPerMinute: MANY, sessionsPerMinute: MANY },
};

/** A slow disk: time between the answer and the commit of an entry, in ms. */
const LATE_MS = 25;

/** Answers at once, and appends later in the same order. */
class EarlyStore implements Store {
  readonly #store: Store;
  readonly claim: Store['claim'];
  readonly rooms: Store['rooms'];
  readonly roomIndex: Store['roomIndex'];

  constructor(store: Store) {
    this.#store = store;
    this.claim = (room) => store.claim(room);
    this.rooms = () => store.rooms();
    this.roomIndex = (keys) => store.roomIndex(keys);
  }

  append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    settled('stored');
    setTimeout(() => this.#store.append(fence, entry, () => {}), LATE_MS);
  }

  snapshot(fence: Fence, snapshot: Snapshot): void {
    setTimeout(() => this.#store.snapshot(fence, snapshot), LATE_MS);
  }

  remove(fence: Fence): void {
    setTimeout(() => this.#store.remove(fence), LATE_MS);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

const { control, folder, port, secondPort }: ControlledServer = JSON.parse(process.argv[2] ?? '');
if (control === 'without the seq check') forgetSeqs();
if (control === 'without the send-queue bound') await import('./hidden-queues.ts');
const opened = await openWithConfig({ folder }, termsOf(control));
const storage: Storage =
  control === 'with answers before the commit' ? { ...opened, rooms: new EarlyStore(opened.rooms) } : opened;
const servers = [serverOn(storage)];
process.once(
  'SIGTERM',
  () => void Promise.all(servers.map((server) => server.drain())).then(() => process.exit()),
);
process.once('SIGUSR2', () => {
  const second = serverOn(storage);
  servers.push(second);
  void listen(second, secondPort ?? 0);
});
await listen(servers[0], port);

function serverOn(storage: Storage): TurnkeeperServer {
  return createServer({ games: [ticTacToe], storage, limits, log: createLog({ level: 'silent' }) });
}

async function listen(server: TurnkeeperServer | undefined, port: number): Promise<void> {
  await server?.listen({ port });
  console.log(`turnkeeper is at port ${port}`);
}

function termsOf(control: Control): StoreConfig {
  if (control === 'with NORMAL instead of FULL') {
    return { ...defaultConfig, pragmas: [...defaultConfig.pragmas, 'synchronous = NORMAL'] };
  }
  return control === 'without the fence' ? unfencedConfig : defaultConfig;
}

/** Rooms see the seq of every seat as 0. */
function forgetSeqs(): void {
  const { get } = Object.getOwnPropertyDescriptor(Room.prototype, 'state') ?? {};
  Object.defineProperty(Room.prototype, 'state', {
    get() {
      const state: Room['state'] = get?.call(this);
      return { ...state, seats: state.seats.map((holder) => holder && { ...holder, seq: 0 }) };
    },
  });
}
