// One game: its facts, a button that makes a table, and a form for seats, options and seed.
import { useState } from 'preact/hooks';
import { Seating } from '../parts/seating.tsx';
import { Fields } from '../schema/form.tsx';
import { Labelled } from '../schema/labelled.tsx';
import { fieldsOf, firstValue } from '../schema/schema.ts';
import type { Go } from '../state/route.ts';
import { type GameEntry, makeTable, type SeatKind, type ServerError } from '../state/server.ts';
import { storeTokens } from '../state/stored.ts';
import { asServerError } from '../state/use-answer.ts';

/** Short enough to read aloud; shown in the form, so that it can be used again. */
const randomSeed = (): string => Math.random().toString(36).slice(2, 10);

export function GameCard({ game, go }: { readonly game: GameEntry; readonly go: Go }) {
  const { name, options: schema } = game;
  const [seats, setSeats] = useState<readonly SeatKind[]>(() => Array(game.seats.min).fill('person'));
  const [options, setOptions] = useState<unknown>(() => (schema ? firstValue(schema) : undefined));
  const [seed, setSeed] = useState(randomSeed);
  const [error, setError] = useState<ServerError>();
  const [isMaking, setMaking] = useState(false);

  async function play(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setMaking(true);
    setError(undefined);
    try {
      const made = await makeTable({ game: name, seats, ...(schema && { options }), ...(seed && { seed }) });
      storeTokens(made.room, made.tokens);
      go({ at: 'table', room: made.room });
    } catch (refused) {
      setError(asServerError(refused));
      setMaking(false);
    }
  }

  return (
    <form class="card game-card" onSubmit={(event) => void play(event)} aria-label={name}>
      <div class="game-head">
        <div>
          <h2>{name}</h2>
          <p class="soft">{summaryOf(game)}</p>
        </div>
        <button type="submit" class="button button-main" disabled={isMaking} aria-label={`Play ${name}`}>
          {isMaking ? 'Setting up …' : 'Play'}
        </button>
      </div>
      {error && (
        <p class="refusal" role="alert">
          <b>{error.code}</b> {error.message}
        </p>
      )}
      <details>
        <summary>Seats, seed{schema ? ', options' : ''}</summary>
        <div class="game-form">
          <SeatCount game={game} count={seats.length} onChange={(count) => setSeats(resized(seats, count))} />
          <Seating seats={seats} onChange={setSeats} />
          <Labelled label="seed" hint=" (the same seed deals the same again)">
            {(id) => (
              <input
                id={id}
                type="text"
                class="mono"
                maxLength={200}
                value={seed}
                onInput={(event) => setSeed(event.currentTarget.value)}
              />
            )}
          </Labelled>
          {schema && fieldsOf(schema).length > 0 && (
            <Fields
              schema={schema}
              fields={fieldsOf(schema)}
              label="options"
              value={options}
              onChange={setOptions}
            />
          )}
        </div>
      </details>
    </form>
  );
}

type SeatCountProps = {
  readonly game: GameEntry;
  readonly count: number;
  readonly onChange: (count: number) => void;
};

function SeatCount({ game: { seats }, count, onChange }: SeatCountProps) {
  if (seats.min === seats.max) return null;
  const counts = Array.from({ length: seats.max - seats.min + 1 }, (_, index) => seats.min + index);
  return (
    <Labelled label="number of seats">
      {(id) => (
        <select id={id} value={count} onChange={(event) => onChange(Number(event.currentTarget.value))}>
          {counts.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function summaryOf({ seats, intents, version }: GameEntry): string {
  const range = seats.min === seats.max ? `${seats.min}` : `${seats.min} to ${seats.max}`;
  return `${range} seats · version ${version} · ${Object.keys(intents).join(', ')}`;
}

function resized(seats: readonly SeatKind[], count: number): readonly SeatKind[] {
  return Array.from({ length: count }, (_, seat) => seats[seat] ?? 'person');
}
