// Puts the playground into its document.
import { mount } from '../../page/mount.tsx';
import { App } from './app.tsx';
import { Notice } from './parts/notice.tsx';

mount(<App />, (error) => (
  <main class="page">
    <Notice isAll title="Something broke on this page" text={String(error)}>
      <button type="button" class="button button-main" onClick={() => location.reload()}>
        Load again
      </button>
    </Notice>
  </main>
));
