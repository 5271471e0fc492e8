// The parts around the fields of a form: labels, frames, and small buttons.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export function Group({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <fieldset class="group">
      <legend>{label}</legend>
      <div class="fields">{children}</div>
    </fieldset>
  );
}

type LabelledProps = {
  readonly label: string;
  readonly hint?: string;
  readonly children: (id: string) => ComponentChildren;
};

export function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      {children(id)}
    </div>
  );
}

type SmallButtonProps = { readonly label: string; readonly text: string; readonly onClick: () => void };

export function SmallButton({ label, text, onClick }: SmallButtonProps) {
  return (
    <button type="button" class="button button-small" aria-label={label} onClick={onClick}>
      {text}
    </button>
  );
}
