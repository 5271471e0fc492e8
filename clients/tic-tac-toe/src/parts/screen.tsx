// The main part of a page. Takes the focus when it replaces another screen, so that keyboard users stay in place.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Screen({ name, children }: { name: string; children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    // The first screen leaves the focus where the browser put it.
    if (document.documentElement.dataset.screen) main.current?.focus({ preventScroll: true });
    document.documentElement.dataset.screen = name;
    scrollTo(0, 0);
  }, [name]);

  return (
    <main ref={main} class={name} tabIndex={-1}>
      {children}
    </main>
  );
}
