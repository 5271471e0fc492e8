// The two players: whose turn it is, how much time is left, and whether they are connected.
import type { Client } from '../../../../src/client/index.ts';
import type { Position } from '../state/position.ts';
import type { GameDocument, Side } from '../state/types.ts';
import type { Bubble as Words } from '../state/use-bubbles.ts';
import { useTurnTime } from '../state/use-turn-time.ts';
import type { Names } from '../words/names.ts';
import { Bubble } from './bubble.tsx';
import { Mark } from './mark.tsx';
import { TurnRing } from './turn-ring.tsx';

type PlayersProps = {
  readonly document: GameDocument;
  readonly position: Position;
  readonly names: Names;
  readonly client: Client;
  readonly bubbles: readonly Words[];
};

export function Players(props: PlayersProps) {
  return (
    <ul class="players" aria-label="Players">
      <Player {...props} side={0} />
      <Player {...props} side={1} />
    </ul>
  );
}

function Player({ document, position, names, client, bubbles, side }: PlayersProps & { side: Side }) {
  const active = position.turn === side;
  const time = useTurnTime(document, client, active);
  const words = bubbles.find((bubble) => bubble.seat === side);
  return (
    <li class={`player side-${side}${active ? ' is-active' : ''}`}>
      <span class="player-mark">
        {time && <TurnRing {...time} />}
        <Mark side={side} />
      </span>
      <span class="player-who">
        <span class="player-name">{names.plain(side)}</span>
        <span class="player-note">
          <Presence seat={document.seats[side] ?? null} isMe={names.isMe(side)} />
          {time && <Seconds left={time.seconds} />}
        </span>
      </span>
      {words && <Bubble words={words} />}
    </li>
  );
}

function Presence({ seat, isMe }: { seat: GameDocument['seats'][number]; isMe: boolean }) {
  if (!seat) return <>has left</>;
  if (!seat.connected && !seat.bot) return <span class="away">away</span>;
  if (isMe) return <>you</>;
  return <>{seat.bot ? 'bot' : 'here'}</>;
}

function Seconds({ left }: { left: number }) {
  return (
    <span class="seconds" role="timer" aria-label={`${left} seconds left to move`}>
      {left} s
    </span>
  );
}
