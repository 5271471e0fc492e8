// The time, for what counts down before one's eyes.
import { useEffect, useState } from 'preact/hooks';

/** Epoch ms, about twice a second while `counting`. */
export function useNow(counting: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!counting) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}
