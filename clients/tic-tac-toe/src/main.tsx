// Puts the page into its document, and marks it as started for unsupported.js.
import { render } from 'preact';
import { App } from './app.tsx';
import { Fence } from './parts/fence.tsx';

const root = document.getElementById('app');
if (root) {
  root.textContent = '';
  render(
    <Fence>
      <App />
    </Fence>,
    root,
  );
  document.documentElement.dataset.started = 'yes';
}
