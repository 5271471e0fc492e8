// The top of every screen: the link to the start, and the state of the connection.
import type { ClientStatus } from '../../../../src/client/index.ts';
import { LocalLink } from '../../../page/local-link.tsx';
import { Mark } from './mark.tsx';

const labels: Readonly<Record<ClientStatus, string>> = {
  connecting: 'Connecting…',
  online: 'Online',
  offline: 'Offline',
  closed: 'Not connected',
};

export function Header({ link, onHome }: { link: ClientStatus; onHome: () => void }) {
  return (
    <header class="header">
      <LocalLink class="wordmark" href="/" onGo={onHome}>
        <Mark side={0} />
        <span>tic-tac-toe</span>
        <Mark side={1} />
      </LocalLink>
      <p class={`link link-${link}`}>
        <span class="link-dot" aria-hidden="true" />
        <span class="unseen">Connection: </span>
        {labels[link]}
      </p>
    </header>
  );
}
