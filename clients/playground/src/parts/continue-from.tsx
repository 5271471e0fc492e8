// Makes a new table that continues from a past step: who plays which seat, and a button.
import { useState } from 'preact/hooks';
import type { Go } from '../state/route.ts';
import { forkTable, type SeatKind, type ServerError, type TableDocument } from '../state/server.ts';
import { storeTokens } from '../state/stored.ts';
import { asServerError } from '../state/use-answer.ts';
import { Seating } from './seating.tsx';

type GoOnProps = {
  readonly room: string;
  readonly step: number;
  readonly table: TableDocument;
  readonly go: Go;
};

export function ContinueFrom({ room, step, table, go }: GoOnProps) {
  const [seats, setSeats] = useState<readonly SeatKind[]>(() =>
    table.seats.map((holder) => (holder?.bot ? 'bot' : 'person')),
  );
  const [error, setError] = useState<ServerError>();
  const [isMaking, setMaking] = useState(false);

  async function start(): Promise<void> {
    setMaking(true);
    setError(undefined);
    try {
      const made = await forkTable(room, { step, seats });
      storeTokens(made.room, made.tokens);
      go({ at: 'table', room: made.room, from: { room, step } });
    } catch (refused) {
      setError(asServerError(refused));
      setMaking(false);
    }
  }

  return (
    <section class="go-on" aria-label="Continue from here">
      <p>
        <b>This is the past.</b> A new table can continue from step {step}; this one stays as it is.
      </p>
      <Seating seats={seats} onChange={setSeats} />
      <button type="button" class="button button-main" disabled={isMaking} onClick={() => void start()}>
        {isMaking ? 'Setting up …' : `Continue from step ${step}`}
      </button>
      {error && (
        <p class="refusal" role="alert">
          <b>{error.code}</b> {error.message}
        </p>
      )}
    </section>
  );
}
