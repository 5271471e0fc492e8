// The current time, for countdowns.
import { useEffect, useState } from 'preact/hooks';

/** Epoch ms; updated every 250 ms while `counting`. */
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
