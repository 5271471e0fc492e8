// A message with its buttons, and the text shown while waiting.
import type { ComponentChildren } from 'preact';

type NoticeProps = {
  readonly title: string;
  readonly text: string;
  /** The message is alone on the screen. */
  readonly isAll?: boolean;
  readonly children?: ComponentChildren;
};

export function Notice({ title, text, isAll, children }: NoticeProps) {
  const Heading = isAll ? 'h1' : 'h2';
  return (
    <section class="notice" role="alert">
      <Heading>{title}</Heading>
      <p>{text}</p>
      {children && <div class="buttons">{children}</div>}
    </section>
  );
}

/** Shown until the server has answered. */
export function Waiting({ text }: { readonly text: string }) {
  return (
    <p class="waiting" role="status">
      {text}
    </p>
  );
}
