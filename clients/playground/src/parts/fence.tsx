// The last resort: whatever breaks while drawing ends in a sentence and a way on, never in a blank page.
import { Component, type ComponentChildren } from 'preact';
import { Notice } from './notice.tsx';

export class Fence extends Component<{ children: ComponentChildren }, { broken: string }> {
  override state = { broken: '' };

  static override getDerivedStateFromError(error: unknown) {
    return { broken: String(error) };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main class="page">
        <Notice isAll title="Something broke on this page" text={this.state.broken}>
          <button type="button" class="button button-main" onClick={() => location.reload()}>
            Load again
          </button>
        </Notice>
      </main>
    );
  }
}
