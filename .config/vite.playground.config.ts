// The playground; its server is `serve --playground`.
import { pageConfig } from './vite.page.ts';

export default pageConfig({
  name: 'playground',
  base: '/playground/',
  proxied: ['/games', '/playground/api'],
});
