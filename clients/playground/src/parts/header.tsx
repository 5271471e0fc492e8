// The line at the top: where one is, and the way back.
import type { ComponentChildren } from 'preact';
import { addressOf } from '../state/route.ts';
import type { Go } from '../state/use-route.ts';
import { LocalLink } from './local-link.tsx';

export function Header({ go, children }: { readonly go: Go; readonly children?: ComponentChildren }) {
  return (
    <header class="header">
      <LocalLink class="wordmark" to={{ at: 'home' }} go={go}>
        <img src={`${addressOf({ at: 'home' })}favicon.svg`} alt="" width="26" height="26" />
        Playground
      </LocalLink>
      {children}
    </header>
  );
}
