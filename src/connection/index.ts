export { clientAddress } from './address.ts';
export type { ConnectionCounts, EndName } from './connection-ground.ts';
export { ConnectionManager } from './connection-manager.ts';
export { type AllowedOrigins, originAllowed } from './handshake.ts';
export { type ConnectionLimits, connectionLimits } from './limits.ts';
export type { ConnectionLog } from './log.ts';
export { type RefusalName, refusals } from './refusals.ts';
export type { Socket, SocketEvents, SocketFault } from './socket.ts';
export { type Authenticate, attachUpgrade, type UpgradeOptions } from './upgrade.ts';
