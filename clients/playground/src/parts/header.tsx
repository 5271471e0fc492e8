// The top line: the link to the games, and what a screen adds.
import type { ComponentChildren } from 'preact';
import type { Go } from '../state/route.ts';
import { addressOf } from '../state/route.ts';
import { RouteLink } from './route-link.tsx';

export function Header({ go, children }: { readonly go: Go; readonly children?: ComponentChildren }) {
  return (
    <header class="header">
      <RouteLink class="wordmark" to={{ at: 'home' }} go={go}>
        <img src={`${addressOf({ at: 'home' })}favicon.svg`} alt="" width="26" height="26" />
        Playground
      </RouteLink>
      {children}
    </header>
  );
}
