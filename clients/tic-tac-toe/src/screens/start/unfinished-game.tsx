// Shown instead of the choices while this player's match is not over: only one match at a time.

export function UnfinishedGame({ onReturn, onGiveUp }: { onReturn: () => void; onGiveUp: () => void }) {
  return (
    <section class="unfinished" aria-labelledby="unfinished-title">
      <h2 id="unfinished-title">Your game is still on</h2>
      <p>Your seat is kept while you look around, and the clock runs on.</p>
      <div class="buttons">
        <button type="button" class="button button-main" onClick={onReturn}>
          Back to the game
        </button>
        <button type="button" class="button" onClick={onGiveUp}>
          Give it up
        </button>
      </div>
    </section>
  );
}
