// The time, for whatever counts down before the player's eyes.
import { useEffect, useState } from 'preact/hooks';

/** Epoch ms, about four times a second while `counting`. */
export function useNow(counting: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!counting) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}
