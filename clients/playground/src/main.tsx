// Puts the playground into its document.
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
}
