// What a seat may do now, asked for anew at each revision: the answer to the last question counts.
import { useEffect, useState } from 'preact/hooks';
import type { Room } from '../../../../src/client/index.ts';
import type { Intent } from './server.ts';

export type Legal = {
  readonly revision: number;
  readonly intents: readonly Intent[];
  /** false: more may be legal than can be listed. */
  readonly complete: boolean;
};

/** Undefined until it is known; null where the server could not say. */
export function useLegal(room: Room | undefined): Legal | null | undefined {
  const [legal, setLegal] = useState<Legal | null>();
  const revision = room?.revision;
  const isPlaying = room?.document.status === 'playing' && room.status === 'live';
  useEffect(() => {
    if (!room || !isPlaying) return;
    let isCurrent = true;
    room.legal().then(
      (answer) => isCurrent && setLegal(answer as Legal),
      () => isCurrent && setLegal(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [room, revision, isPlaying]);
  return legal;
}
