// The banner shown while offline: why, and when the page tries again.
import type { Client } from '../../../../src/client/index.ts';
import { useNow } from '../../../page/use-now.ts';

export function Banner({ client }: { client: Client }) {
  const offline = client.status === 'offline';
  const now = useNow(offline);
  const wait = client.retryAt === undefined ? 0 : Math.ceil((client.retryAt - now) / 1000);
  return (
    <div class="banner-place" role="status">
      {offline && (
        <div class="banner">
          <p>
            <strong>{causeOf(client)}</strong>{' '}
            <span aria-live="off">{wait > 0 ? `Trying again in ${wait} s.` : 'Trying again…'}</span>
          </p>
          <button type="button" class="button button-small" onClick={() => client.retry()}>
            Try now
          </button>
        </div>
      )}
    </div>
  );
}

function causeOf(client: Client): string {
  switch (client.closeCode) {
    case 1012:
      return 'The server is restarting.';
    case 1013:
      return 'The server is full just now.';
    case 4429:
      return 'The server asked for a pause.';
    default:
      return navigator.onLine ? 'No connection to the server.' : 'This device is offline.';
  }
}
