// The line above the board, and one line below it: a refusal, an absence, or how the match ended.
import type { Client } from '../../../../../src/client/index.ts';
import type { Position } from '../../state/position.ts';
import type { GameDocument } from '../../state/types.ts';
import { headline, reason, winnerOf } from '../../words/headlines.ts';
import type { Names } from '../../words/names.ts';

type HeadlineProps = {
  readonly document: GameDocument;
  readonly position: Position;
  readonly names: Names;
  readonly client: Client;
  readonly refusal: string | null;
};

export function Headline({ document, position, names, client, refusal }: HeadlineProps) {
  const tone = document.outcome ? winnerOf(document) : position.turn;
  return (
    <div class="headline">
      <h1 class={tone === null ? '' : `side-${tone}`}>{headline(position, document, names)}</h1>
      <p class={refusal ? 'subline is-refusal' : 'subline'} role={refusal ? 'alert' : undefined}>
        {refusal ?? absence(document, names, client) ?? (reason(document, names) || waitingFor(position))}
      </p>
    </div>
  );
}

function absence(document: GameDocument, names: Names, client: Client): string | null {
  if (document.status !== 'playing') return null;
  const away = ([0, 1] as const).find((side) => !names.isMe(side) && isAway(document.seats[side]));
  if (away === undefined) return null;
  const grace = client.limits ? ` Seat kept for ${Math.round(client.limits.graceMs / 1000)} s.` : '';
  return `${names.plain(away)} is away.${grace}`;
}

function isAway(seat: GameDocument['seats'][number] | undefined): boolean {
  return seat !== null && seat !== undefined && !seat.connected && !seat.bot;
}

function waitingFor(position: Position): string {
  if (position.pending !== null) return 'Your move is on its way.';
  if (position.side === null) return 'You are watching.';
  return position.turn === position.side ? 'Pick a square.' : 'Wait for the other side.';
}
