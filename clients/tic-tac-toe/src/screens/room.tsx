// At a table: waiting for the second player, playing, or a notice that the table has closed.
import type { Client } from '../../../../src/client/index.ts';
import { useChanges } from '../../../page/use-changes.ts';
import type { TableActions } from '../state/table-actions.ts';
import type { GameRoom } from '../state/types.ts';
import { roomGone, seatExpired } from '../words/failures.ts';
import { Match } from './match.tsx';
import { Trouble } from './trouble.tsx';
import { WaitingRoom } from './waiting-room.tsx';

export function Room({ room, client, actions }: { room: GameRoom; client: Client; actions: TableActions }) {
  useChanges([room]);
  if (room.status === 'left') {
    return <Trouble {...(room.leftReason === 'expired' ? seatExpired : roomGone)} actions={actions} />;
  }
  if (room.document.status === 'waiting') return <WaitingRoom room={room} actions={actions} />;
  return <Match room={room} client={client} actions={actions} />;
}
