// The last resort: whatever breaks while drawing ends in a sentence and a way on, never in a blank page.
import { Component, type ComponentChildren } from 'preact';
import { Notice } from './notice.tsx';

export class Fence extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <div class="page">
        <Notice
          title="Something broke on this page"
          text="Your seat is kept for a while. Load the page again to go on."
        >
          <button type="button" class="button button-main" onClick={() => location.reload()}>
            Load again
          </button>
        </Notice>
      </div>
    );
  }
}
