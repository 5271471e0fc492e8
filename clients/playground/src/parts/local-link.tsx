// A link inside the playground: followed without loading the page, and still a link to be opened elsewhere.
import type { ComponentChildren } from 'preact';
import { addressOf, type Route } from '../state/route.ts';
import type { Go } from '../state/use-route.ts';

type LocalLinkProps = {
  readonly to: Route;
  readonly go: Go;
  readonly class?: string;
  readonly children: ComponentChildren;
};

export function LocalLink({ to, go, class: name, children }: LocalLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a class={name} href={addressOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
