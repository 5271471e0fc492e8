// The server closed the connection for good: why, and how to play on.
import { Notice } from '../parts/notice.tsx';
import type { Session } from '../state/use-session.ts';
import { closingOf, TAKEN_OVER } from '../words/closings.ts';

export function Closed({ session, onNewPlayer }: { session: Session; onNewPlayer: () => void }) {
  const { title, text, nextStep } = closingOf(session.client.closeCode);
  const copied = session.client.closeCode === TAKEN_OVER;
  return (
    <Notice title={title} text={text}>
      {copied && (
        <button type="button" class="button button-main" onClick={onNewPlayer}>
          Play here as someone new
        </button>
      )}
      {nextStep === 'here' ? (
        <button type="button" class={copied ? 'button' : 'button button-main'} onClick={session.reconnect}>
          {copied ? 'Take my seat back here' : 'Try again'}
        </button>
      ) : (
        <button type="button" class="button button-main" onClick={() => location.reload()}>
          Load again
        </button>
      )}
    </Notice>
  );
}
