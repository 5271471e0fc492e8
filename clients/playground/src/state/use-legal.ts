// The legal intents of a seat, requested at each revision; only the answer to the last request counts.
import { useEffect, useState } from 'preact/hooks';
import type { Room } from '../../../../src/client/index.ts';
import type { Intent } from './server.ts';

export type Legal = {
  readonly revision: number;
  readonly intents: readonly Intent[];
  /** false: there may be more than can be listed. */
  readonly complete: boolean;
};

/** undefined until it is known; null if the server refused. */
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
