export { MessageRouter, type MessageRouterOptions } from './message-router.ts';
export type { RouteContext } from './routes.ts';
