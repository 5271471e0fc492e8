// The main part of a page. Takes the focus when it replaces another, so that the keyboard is never left in the void.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Screen({ name, children }: { name: string; children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    // The first screen of all leaves the focus where the browser put it.
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
