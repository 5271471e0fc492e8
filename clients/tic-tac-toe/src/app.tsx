// The whole page: one tab, one client, one table, and the screen for its state.

import { useChanges } from '../../page/use-changes.ts';
import { useRoute } from '../../page/use-route.ts';
import { Banner } from './parts/banner.tsx';
import { Header } from './parts/header.tsx';
import { Closed } from './screens/closed.tsx';
import { Entering } from './screens/entering.tsx';
import { Replay } from './screens/replay.tsx';
import { Room } from './screens/room.tsx';
import { Start } from './screens/start.tsx';
import { Trouble } from './screens/trouble.tsx';
import { type Route, routes, seatAt } from './state/route.ts';
import { type Table, worthKeeping } from './state/table.ts';
import type { TableActions } from './state/table-actions.ts';
import { type Session, useSession } from './state/use-session.ts';
import { useTable } from './state/use-table.ts';
import { nowhere, troubleOf } from './words/failures.ts';

export function App() {
  const session = useSession();
  const [route, go] = useRoute(routes);
  const [table, actions] = useTable(session.client, route, go);
  useChanges(table.at === 'room' ? [table.room] : []);
  return (
    <div class="page">
      <Header link={session.client.status} onHome={actions.home} />
      <Banner client={session.client} />
      <CurrentScreen session={session} route={route} table={table} actions={actions} go={go} />
    </div>
  );
}

type CurrentScreenProps = {
  readonly session: Session;
  readonly route: Route;
  readonly table: Table;
  readonly actions: TableActions;
  readonly go: (route: Route) => void;
};

function CurrentScreen({ session, route, table, actions, go }: CurrentScreenProps) {
  const { client } = session;
  // Needs no connection, so it is shown also without one.
  if (route.at === 'match' && (table.at === 'none' || table.at === 'room')) {
    const onReturn = table.at === 'room' ? () => go(seatAt(table.room)) : null;
    return <Replay key={route.match} id={route.match} actions={actions} onReturn={onReturn} />;
  }
  if (client.status === 'closed') {
    const startNew = () => {
      session.startNewPlayer();
      actions.home();
    };
    return <Closed session={session} onNewPlayer={startNew} />;
  }
  if (table.at === 'entering') return <Entering kind={table.kind} actions={actions} />;
  if (table.at === 'failed') return <Trouble {...troubleOf(table.failure, table.kind)} actions={actions} />;
  if (route.at === 'nowhere') return <Trouble {...nowhere} actions={actions} />;
  if (route.at === 'start') {
    const unfinished = unfinishedRoom(table, client.held);
    return (
      <Start
        session={session}
        actions={actions}
        unfinished={unfinished}
        onReturn={(room) => go({ at: 'room', room })}
      />
    );
  }
  if (table.at === 'room' && table.client === client) {
    return <Room key={table.room.id} room={table.room} client={client} actions={actions} />;
  }
  return <Entering kind="returning" actions={actions} />;
}

function unfinishedRoom(table: Table, held: Session['client']['held']): string | null {
  if (table.at === 'room') return worthKeeping(table.room) ? table.room.id : null;
  return held[0]?.room ?? null;
}
