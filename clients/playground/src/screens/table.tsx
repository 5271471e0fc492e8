// A table: all seats side by side, the machine and the log next to them, and the state at any step.
import { useEffect, useState } from 'preact/hooks';
import { Diagram } from '../machine/diagram.tsx';
import { ContinueFrom } from '../parts/continue-from.tsx';
import { Header } from '../parts/header.tsx';
import { Log, type LoggedRefusal } from '../parts/log.tsx';
import { Notice, Waiting } from '../parts/notice.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import { TableHead } from '../parts/table-head.tsx';
import { Timeline } from '../parts/timeline.tsx';
import type { Player } from '../state/player.ts';
import type { Go, Route } from '../state/route.ts';
import { fetchMachine, type TableDocument } from '../state/server.ts';
import { useAnswer } from '../state/use-answer.ts';
import { usePlayers, useSpectator } from '../state/use-players.ts';
import { useSteps } from '../state/use-steps.ts';
import { Seats } from './seats.tsx';

type TableProps = { readonly route: Extract<Route, { at: 'table' }>; readonly go: Go };

export function TableScreen({ route: { room, from }, go }: TableProps) {
  const players = usePlayers(room);
  const spectator = useSpectator(room);
  const revision = Math.max(0, ...[spectator, ...players].map((one) => one.room?.revision ?? 0));
  const { table, steps, error } = useSteps(room, revision);
  const machine = useAnswer(table?.game, fetchMachine);
  const [at, travel] = useState<number | null>(null);
  const [refusals, setRefusals] = useState<readonly LoggedRefusal[]>([]);
  useEffect(() => {
    travel(null);
    setRefusals([]);
  }, [table?.match]);

  if (!table) return <NoTable error={error} go={go} />;
  const last = steps.length - 1;
  const shown = Math.max(0, Math.min(at ?? last, last));
  const step = steps[shown];
  const isPast = at !== null && at < last;
  return (
    <div class="page">
      <Header go={go}>
        <Origin from={from} go={go} />
      </Header>
      <main class="table">
        <div class="table-top card">
          <TableHead game={table.game} table={table} step={step} isPast={isPast} />
          <Timeline last={Math.max(0, last)} at={isPast ? at : null} onTravel={travel} />
          {isPast && <ContinueFrom room={room} step={shown} table={table} go={go} />}
          {!isPast && table.status === 'finished' && <Rematch players={players} table={table} />}
          {error && <p class="refusal">{troubleText(error.code)}</p>}
          {table.total > table.held && (
            <p class="soft">
              This match is too long to be recorded: it goes on, but its new steps are not shown.
            </p>
          )}
        </div>
        <Seats
          {...{ room, go, table, players, step, isPast }}
          before={steps[shown - 1]}
          onRefused={(refusal) => setRefusals((known) => [...known, { ...refusal, step: last }])}
        />
        <div class="beside">
          <section class="card machine" aria-label="Machine">
            <h2>Machine</h2>
            {machine.value ? (
              <Diagram
                machine={machine.value}
                game={table.game}
                value={step?.value}
                event={step?.event}
                before={steps[shown - 1]?.value}
              />
            ) : (
              <Waiting text={machine.error?.message ?? 'Drawing …'} />
            )}
          </section>
          <Log
            steps={steps}
            refusals={refusals}
            shown={shown}
            onTravel={(to) => travel(to === last ? null : to)}
          />
        </div>
      </main>
    </div>
  );
}

function NoTable({
  error,
  go,
}: {
  readonly error: { code: string; message: string } | undefined;
  readonly go: Go;
}) {
  return (
    <div class="page page-narrow">
      <Header go={go} />
      <main>
        {error ? (
          <Notice isAll title="This table cannot be shown" text={troubleText(error.code)}>
            <RouteLink class="button button-main" to={{ at: 'home' }} go={go}>
              To the games
            </RouteLink>
          </Notice>
        ) : (
          <Waiting text="Looking for the table …" />
        )}
      </main>
    </div>
  );
}

function troubleText(code: string): string {
  if (code === 'LOST') return 'The server cannot be reached.';
  if (code !== 'UNKNOWN_ROOM') return `The server refused: ${code}.`;
  return 'It is gone: everybody left it, or the server was restarted and no longer records it.';
}

function Origin({
  from,
  go,
}: {
  readonly from: { room: string; step: number } | undefined;
  readonly go: Go;
}) {
  if (!from) return null;
  return (
    <p class="soft">
      Continues from step {from.step} of{' '}
      <RouteLink to={{ at: 'table', room: from.room }} go={go}>
        another table
      </RouteLink>
    </p>
  );
}

function Rematch({ players, table }: { readonly players: readonly Player[]; readonly table: TableDocument }) {
  const rooms = players.flatMap(({ room }) => (room?.status === 'live' ? [room] : []));
  const isWhole = table.seats.every((holder) => holder !== null);
  if (rooms.length === 0 || !isWhole) return null;
  const offer = () => Promise.allSettled(rooms.map((room) => room.rematch()));
  return (
    <div class="buttons">
      <button type="button" class="button button-main" onClick={() => void offer()}>
        Play again
      </button>
    </div>
  );
}
