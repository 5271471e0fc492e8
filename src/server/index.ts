export { ConfigError, readConfig, type ServeConfig } from './config.ts';
export { createServer } from './create-server.ts';
export { defaultLimits, type ServerLimits } from './limits.ts';
export { createLog, type LogOptions, type ServerLog } from './log.ts';
export type { GameBotsByName } from './served-games.ts';
export type { ServerOptions, TurnkeeperServer } from './server-options.ts';
export { defaultText, settingNames, settings } from './settings.ts';
export { packageVersion } from './version.ts';
