// Starts a page: draws it into its document. An error while drawing ends in a notice, never in an empty page.
import { Component, type ComponentChild, render } from 'preact';

type ErrorBoundaryProps = {
  readonly children: ComponentChild;
  readonly fallback: (error: unknown) => ComponentChild;
};

class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean; error: unknown }> {
  override state = { failed: false, error: undefined };

  static override getDerivedStateFromError(error: unknown) {
    return { failed: true, error };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    return this.state.failed ? this.props.fallback(this.state.error) : this.props.children;
  }
}

/** Draws `page` into `#app`, and `fallback` in its place if drawing throws. */
export function mount(page: ComponentChild, fallback: (error: unknown) => ComponentChild): void {
  const root = document.getElementById('app');
  if (!root) return;
  root.textContent = '';
  render(<ErrorBoundary fallback={fallback}>{page}</ErrorBoundary>, root);
}
