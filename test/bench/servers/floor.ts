// The floor: a bare ws relay. It parses one JSON message and sends two: the minimum work of any game server.
import type { AddressInfo } from 'node:net';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';

/** The same settings of ws as turnkeeper's. */
const options: ServerOptions & { maxFragments: number; maxBufferedChunks: number } = {
  ...{ host: '127.0.0.1', port: 0, backlog: 4_096, clientTracking: false },
  ...{ perMessageDeflate: false, maxPayload: 16 * 1024, maxFragments: 16, maxBufferedChunks: 256 },
};

/** The broadcast for a move: as many bytes as turnkeeper's diff. */
const OPS =
  '[{"op":"replace","path":"/view/board/0","value":0},{"op":"replace","path":"/view/turn","value":1},' +
  '{"op":"replace","path":"/view/lastCell","value":0},{"op":"replace","path":"/deadlines/0/at","value":1795514897417}]';

type Room = { readonly members: WebSocket[]; revision: number };

const rooms = new Map<string, Room>();
const server = new WebSocketServer(options);

server.on('connection', (socket, request) => {
  const name = new URL(request.url ?? '', 'ws://floor').searchParams.get('room') ?? '';
  const room = rooms.get(name) ?? { members: [], revision: 0 };
  rooms.set(name, room);
  room.members.push(socket);
  socket.on('message', (bytes) => {
    const { payload } = JSON.parse(bytes.toString()) as { payload: { room: string } };
    room.revision += 1;
    const text = `{"type":"diff","payload":{"room":"${payload.room}","revision":${room.revision},"ops":${OPS}}}`;
    for (const member of room.members) member.send(text);
  });
  socket.on('close', () => {
    room.members.splice(room.members.indexOf(socket), 1);
    if (room.members.length === 0) rooms.delete(name);
  });
});
server.on('listening', () =>
  process.send?.({ address: `127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
