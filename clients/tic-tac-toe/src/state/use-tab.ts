// The browser tab: its title and icon show whose turn it is.
import { useEffect } from 'preact/hooks';

const NAME = 'Tic-tac-toe';

export function useTab(headline: string | null, mine: boolean): void {
  useEffect(() => {
    document.title = headline ? `${headline} · ${NAME}` : NAME;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    icon?.setAttribute('href', mine ? '/favicon-turn.svg' : '/favicon.svg');
    return () => {
      document.title = NAME;
      icon?.setAttribute('href', '/favicon.svg');
    };
  }, [headline, mine]);
}
