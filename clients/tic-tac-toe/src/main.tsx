// Puts the page into its document, and marks it as started for unsupported.js.
import { mount } from '../../page/mount.tsx';
import { App } from './app.tsx';
import { Notice } from './parts/notice.tsx';

mount(<App />, () => (
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
));
document.documentElement.dataset.started = 'yes';
