// A link within the page: followed without loading it anew, and still a link to open elsewhere or to copy.
import type { ComponentChildren } from 'preact';

type LocalLinkProps = {
  readonly class: string;
  readonly href: string;
  readonly onGo: () => void;
  readonly children: ComponentChildren;
};

export function LocalLink({ href, onGo, children, ...props }: LocalLinkProps) {
  const go = (event: MouseEvent) => {
    // A new tab stays a new tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onGo();
  };
  return (
    <a {...props} href={href} onClick={go}>
      {children}
    </a>
  );
}
