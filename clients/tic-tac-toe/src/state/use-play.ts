// Sends the player's intents; keeps the sentence that explains the last refusal.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { refusalSentence } from '../words/refusals.ts';
import { objection, type Position } from './position.ts';
import type { GameRoom } from './types.ts';

export type Play = {
  place(cell: number): void;
  resign(): void;
  /** null without a refusal. */
  readonly refusal: string | null;
};

export function usePlay(room: GameRoom, position: Position): Play {
  const [refusal, setRefusal] = useState<string | null>(null);
  const { turn, phase } = position;

  // A refusal is only about the position it was given in.
  useEffect(() => {
    if (phase === 'finished' || turn !== position.side) setRefusal(null);
  }, [turn, phase]);

  const send = useCallback(
    (intent: Parameters<GameRoom['send']>[0]) => {
      setRefusal(null);
      room.send(intent).then(
        (result) => {
          if (!result.ok) setRefusal(refusalSentence(result));
        },
        (error: unknown) => setRefusal(String(error)),
      );
    },
    [room],
  );

  return {
    refusal,
    place(cell) {
      const reason = objection(position, cell);
      if (reason) setRefusal(refusalSentence({ reason }));
      else send({ type: 'place', cell });
    },
    resign: () => send({ type: 'resign' }),
  };
}
