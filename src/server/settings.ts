// The table of all settings of `serve`: flag, environment variable, schema, default and meaning.
import { z } from 'zod';
import { type AllowedOrigins, isAddressRange } from '../connection/index.ts';
import type { EngineName } from '../game/index.ts';
import { defaultLimits, type LimitName, limitNames, limitRanges } from './limits.ts';
export type Setting<Value = unknown> = {
  /** As the command line shows it, like `--port <number>`. */
  readonly flag: string;
  /** The environment variable; a flag wins over it. */
  readonly variable: string;
  /** Turns the given text into the value; its description names the allowed values. */
  readonly schema: z.ZodType<Value, string>;
  readonly default: Value;
  /** The default in words, where the value itself is not clear. */
  readonly shownDefault?: string;
  readonly meaning: string;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .describe(`a whole number from ${min} to ${max}`);

const listOf = (isOne: (item: string) => boolean) =>
  z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .pipe(z.array(z.string().refine(isOne)));

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const setting = <Value>(of: Setting<Value>): Setting<Value> => of;

const general = {
  port: setting({
    flag: '--port <number>',
    variable: 'PORT',
    schema: wholeNumber(0, 65_535),
    default: 3000,
    meaning: 'The port to listen on; 0 for any free port.',
  }),
  host: setting({
    flag: '--host <host>',
    variable: 'HOST',
    schema: z
      .string()
      .regex(/^[\w.:%-]{1,255}$/)
      .describe('a host name or an IP address'),
    default: '127.0.0.1',
    meaning:
      'The address to listen on; 0.0.0.0 for all interfaces, so that others on the network can connect.',
  }),
  games: setting<string | null>({
    flag: '--games <folder>',
    variable: 'TURNKEEPER_GAMES',
    schema: z.string().min(1).describe('a folder'),
    default: null,
    shownDefault: 'the bundled games',
    meaning: 'The folder of game modules to serve.',
  }),
  pages: setting<string | null>({
    flag: '--pages <folder>',
    variable: 'TURNKEEPER_PAGES',
    schema: z.string().min(1).describe('a folder'),
    default: null,
    shownDefault: 'the bundled page',
    meaning: 'The folder of the built page to serve to browsers.',
  }),
  playground: setting({
    flag: '--playground',
    variable: 'TURNKEEPER_PLAYGROUND',
    schema: z.stringbool().describe('true or false'),
    default: false,
    shownDefault: 'off',
    meaning:
      'Serves the playground under /playground/: anyone may play any game there, with all secrets visible, in rooms of its own.',
  }),
  data: setting({
    flag: '--data <folder>',
    variable: 'TURNKEEPER_DATA',
    schema: z.string().min(1).describe('a folder'),
    default: './data',
    meaning: 'The folder for rooms, sessions and finished matches; created if it does not exist.',
  }),
  memory: setting({
    flag: '--memory',
    variable: 'TURNKEEPER_MEMORY',
    schema: z.stringbool().describe('true or false'),
    default: false,
    shownDefault: 'off',
    meaning: 'Stores everything in memory instead; a restart ends all rooms.',
  }),
  keepDays: setting({
    flag: '--keep-days <number>',
    variable: 'TURNKEEPER_KEEP_DAYS',
    schema: wholeNumber(0, 36_500),
    default: 30,
    meaning: 'Number of days for which finished matches are kept; 0 keeps none.',
  }),
  logLevel: setting<(typeof logLevels)[number]>({
    flag: '--log-level <level>',
    variable: 'TURNKEEPER_LOG_LEVEL',
    schema: z
      .string()
      .pipe(z.enum(logLevels))
      .describe(`one of ${logLevels.join(', ')}`),
    default: 'warn',
    meaning: 'Minimum log level; the log is JSON on standard output.',
  }),
  origins: setting<AllowedOrigins>({
    flag: '--origins <list>',
    variable: 'TURNKEEPER_ORIGINS',
    schema: z
      .union([z.literal('*'), listOf(isOrigin)])
      .describe('*, or a comma-separated list of origins like https://example.com'),
    default: undefined,
    shownDefault: 'the host that the request was sent to',
    meaning: 'Comma-separated origins whose pages may connect; * for any.',
  }),
  trustedProxies: setting<readonly string[]>({
    flag: '--trusted-proxies <list>',
    variable: 'TURNKEEPER_TRUSTED_PROXIES',
    schema: listOf(isAddressRange).describe('a comma-separated list of addresses or ranges like 10.0.0.0/8'),
    default: [],
    shownDefault: 'none',
    meaning: 'Comma-separated addresses or ranges of proxies whose X-Forwarded-For header is trusted.',
  }),
  plainSockets: setting({
    flag: '--plain-sockets',
    variable: 'TURNKEEPER_PLAIN_SOCKETS',
    schema: z.stringbool().describe('true or false'),
    default: false,
    shownDefault: 'off',
    meaning: 'Uses only the public API of ws to read and write messages, which takes more CPU time.',
  }),
  engine: setting<EngineName>({
    flag: '--engine <name>',
    variable: 'TURNKEEPER_ENGINE',
    schema: z
      .string()
      .pipe(z.enum(['compiled', 'xstate']))
      .describe('compiled or xstate'),
    default: 'compiled',
    meaning:
      'The engine that runs the games: compiled, where a machine can be compiled, or xstate for all of them (about 30 times slower).',
  }),
  drainMs: setting({
    flag: '--drain-ms <ms>',
    variable: 'TURNKEEPER_DRAIN_MS',
    schema: wholeNumber(0, 600_000),
    default: 10_000,
    meaning: 'Maximum time for an orderly stop, in ms.',
  }),
};

const splitWords = (name: string): string[] => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());

function limitSetting(name: LimitName): Setting<number> {
  const { min, max, meaning } = limitRanges[name];
  const unit = name.endsWith('Ms') ? 'ms' : 'number';
  return {
    flag: `--${splitWords(name).join('-')} <${unit}>`,
    variable: `TURNKEEPER_${splitWords(name).join('_').toUpperCase()}`,
    schema: wholeNumber(min, max),
    default: defaultLimits[name],
    meaning,
  };
}

const limitSettings = Object.fromEntries(limitNames.map((name) => [name, limitSetting(name)])) as {
  readonly [Name in LimitName]: Setting<number>;
};

/** By the name of the flag, in camelCase. */
export const settings = { ...general, ...limitSettings };

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as SettingName[];

/** The default as `--help` and the README show it. */
export const defaultText = (of: Setting): string => of.shownDefault ?? String(of.default);
