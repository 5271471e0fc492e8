// A link within the page: followed without loading it again, and still a link that opens in another tab.
import type { ComponentChildren } from 'preact';

type LocalLinkProps = {
  readonly class?: string;
  readonly href: string;
  readonly onGo: () => void;
  readonly children: ComponentChildren;
};

export function LocalLink({ href, onGo, children, ...props }: LocalLinkProps) {
  const go = (event: MouseEvent) => {
    // A click that opens a new tab or window is the browser's.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onGo();
  };
  return (
    <a {...props} href={href} onClick={go}>
      {children}
    </a>
  );
}
