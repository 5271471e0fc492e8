// A load for matchmaking only: players request a match, get one, leave, and request again.
import { noTraffic } from '../websocket-client.ts';
import type { LoadRequest } from './load.ts';
import type { LoadResult } from './loops.ts';
import { type Joined, ProtocolClient } from './protocol-client.ts';
import { loopbackAddress } from './table.ts';

const [, address = ''] = process.argv.slice(2);
const clients: ProtocolClient[] = [];

async function open(players: number): Promise<void> {
  while (clients.length < players) {
    clients.push(
      await ProtocolClient.open({
        address,
        localAddress: loopbackAddress(clients.length),
        traffic: noTraffic(),
      }),
    );
  }
}

/** Plays rounds in which every player finds an opponent, so that no player waits. Counts matches as moves. */
async function play(ms: number): Promise<LoadResult> {
  const startedAt = performance.now();
  let moves = 0;
  for (; performance.now() < startedAt + ms; moves += clients.length / 2) {
    const find = (client: ProtocolClient): Promise<Joined> =>
      client.request('joined', 'match.find', { game: 'tic-tac-toe' });
    const found = await Promise.all(clients.map(find));
    await Promise.all(
      clients.map((client, index) => client.request('left', 'room.leave', { room: found[index]?.room })),
    );
  }
  return { moves, seconds: (performance.now() - startedAt) / 1_000, traffic: noTraffic() };
}

async function handle(request: LoadRequest): Promise<unknown> {
  if (request.type === 'open') return open(request.tables);
  if (request.type === 'play') return play(request.ms);
  return request.type === 'end' ? process.exit() : undefined;
}

process.on('message', (request: LoadRequest) => {
  handle(request).then(
    (answer) => process.send?.({ answer }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
