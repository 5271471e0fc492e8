export { clientAddress, isAddressRange } from './client-address.ts';
export type { ConnectionCounts, EndReason } from './connection.ts';
export type { ConnectionLog } from './connection-manager.ts';
export { ConnectionManager } from './connection-manager.ts';
export { type ConnectionLimits, connectionLimits } from './limits.ts';
export type { Socket, SocketEvents, SocketFault } from './socket.ts';
export {
  type AllowedOrigins,
  type Authenticate,
  attachUpgrade,
  originAllowed,
  type RefusalName,
  refusals,
  type UpgradeOptions,
} from './upgrade.ts';
