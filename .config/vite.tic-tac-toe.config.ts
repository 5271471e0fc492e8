// The tic-tac-toe page.
import { pageConfig } from './vite.page.ts';

export default pageConfig({
  name: 'tic-tac-toe',
  base: '/',
  proxied: ['/healthz', '/readyz', '/metrics', '/games', '/playground', '/matches', '/asyncapi.json'],
});
