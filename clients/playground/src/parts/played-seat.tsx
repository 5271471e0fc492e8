// A seat that is played from this window: its card as the protocol shows it, and everything it can do.
import { useRef, useState } from 'preact/hooks';
import { ClientError, type Room } from '../../../../src/client/index.ts';
import type { Schema } from '../schema/schema.ts';
import type { Player } from '../state/player.ts';
import type { Intent, Json, Outcome } from '../state/server.ts';
import { type Legal, useLegal } from '../state/use-legal.ts';
import { usePrevious } from '../state/use-previous.ts';
import { intentText } from '../words/events.ts';
import { AnyIntent } from './any-intent.tsx';
import { LegalIntents } from './legal-intents.tsx';
import { SeatCard } from './seat-card.tsx';
import { SeatTrouble } from './seat-trouble.tsx';

export type Refusal = {
  readonly seat: number;
  readonly intent: Intent;
  readonly code: string;
  readonly reason: string | undefined;
  readonly message: string;
};

type PlayedSeatProps = {
  readonly player: Player;
  readonly seat: number;
  /** The schemas of the game; empty until they are known. */
  readonly intents: Readonly<Record<string, Schema>>;
  readonly onRefused?: (refusal: Refusal) => void;
  readonly aside?: preact.ComponentChildren;
};

export function PlayedSeat({ player, seat, intents, onRefused, aside }: PlayedSeatProps) {
  const { room, trouble } = player;
  const legal = useLegal(room);
  const [refusal, setRefusal] = useState<Refusal>();
  const place = useRef<HTMLDivElement>(null);
  const sight = usePrevious(room && { view: room.document.view as Json, mine: room.document.mine as Json });

  async function send(intent: Intent): Promise<void> {
    if (!room) return;
    // The pressed button may vanish with the next revision; without this the keyboard focus would be lost.
    place.current?.focus();
    setRefusal(undefined);
    const result = await room.send(intent);
    if (result.ok) return;
    const refused = { seat, intent, code: result.code, reason: result.reason, message: result.message };
    setRefusal(refused);
    onRefused?.(refused);
  }

  const isPlaying = room?.document.status === 'playing';
  return (
    <SeatCard
      seat={seat}
      state={stateOf(room, legal)}
      isToAct={isPlaying && (legal?.intents.length ?? 0) > 0}
      outcome={(room?.document.outcome as Outcome | null | undefined) ?? null}
      sight={room && sight}
      aside={aside}
    >
      {refusal && <RefusalLine refusal={refusal} />}
      {trouble && <SeatTrouble player={player} />}
      {room && isPlaying && !trouble && (
        <div class="does" tabIndex={-1} ref={place}>
          {legal === null && <p class="refusal">The game failed to list the legal intents.</p>}
          {legal && (
            <LegalIntents legal={legal} revision={room.revision} onSend={(intent) => void send(intent)} />
          )}
          {Object.keys(intents).length > 0 && (
            <AnyIntent intents={intents} onSend={(intent) => void send(intent)} />
          )}
        </div>
      )}
      {room && !trouble && <Leave room={room} />}
    </SeatCard>
  );
}

function stateOf(room: Room | undefined, legal: Legal | null | undefined): string {
  if (!room) return 'sitting down …';
  if (room.document.status === 'finished') return 'the match is over';
  if (room.document.status === 'waiting') return 'waiting for players';
  return legal && legal.intents.length > 0 ? 'may act' : 'waiting';
}

function RefusalLine({ refusal: { intent, code, reason, message } }: { readonly refusal: Refusal }) {
  return (
    <p class="refusal" role="alert">
      <b>{code}</b> {reason && <code>{reason}</code>} <span>{intentText(intent)}</span>
      <small>{message}</small>
    </p>
  );
}

/** To try the rules for a player who leaves. */
function Leave({ room }: { readonly room: Room }) {
  const [error, setError] = useState('');
  const leave = () =>
    room
      .leave()
      .catch((refused: unknown) => setError(refused instanceof ClientError ? refused.code : 'LOST'));
  return (
    <div class="seat-foot">
      {error && <span class="refusal">{error}</span>}
      <button type="button" class="quiet-button" onClick={() => void leave()}>
        Leave the seat
      </button>
    </div>
  );
}
