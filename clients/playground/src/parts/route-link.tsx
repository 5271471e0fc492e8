// A link to another screen of the playground.
import type { ComponentChildren } from 'preact';
import { LocalLink } from '../../../page/local-link.tsx';
import { addressOf, type Go, type Route } from '../state/route.ts';

type RouteLinkProps = {
  readonly to: Route;
  readonly go: Go;
  readonly class?: string;
  readonly children: ComponentChildren;
};

export function RouteLink({ to, go, children, ...props }: RouteLinkProps) {
  return (
    <LocalLink {...props} href={addressOf(to)} onGo={() => go(to)}>
      {children}
    </LocalLink>
  );
}
