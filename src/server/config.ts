// Reads the flags and the environment of `serve` into one validated config, and reports all wrong values at once.
import { z } from 'zod';
import { limitNames, type ServerLimits } from './limits.ts';
import { defaultText, type Setting, type SettingName, settingNames, settings } from './settings.ts';

type RawValues = Readonly<Record<string, string | undefined>>;

type Values = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<infer Value> ? Value : never;
};

/** The settings of `serve`. `games` and `pages`: null means the bundled ones. */
export type ServeConfig = Omit<Values, keyof ServerLimits> & { readonly limits: ServerLimits };

/** The settings are invalid; the message has one line for each problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const schema = z.object(
  Object.fromEntries(settingNames.map((name) => [name, withDefault(settings[name])])),
) as unknown as z.ZodType<Values>;

function withDefault({ schema, default: value }: Setting): z.ZodType {
  return z.union([schema, z.undefined().transform(() => value)]);
}

/**
 * Flags (by name in camelCase) take precedence over the environment; an empty variable counts as not set.
 * @throws ConfigError
 */
export function readConfig({
  flags,
  env,
}: {
  readonly flags: RawValues;
  readonly env: RawValues;
}): ServeConfig {
  const given = Object.fromEntries(
    settingNames.map((name) => [name, flags[name] ?? (env[settings[name].variable] || undefined)]),
  );
  const parsed = schema.safeParse(given);
  const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0] as SettingName));
  const problems = [...wrong].map((name) =>
    describeProblem({ name, text: given[name] ?? '', byFlag: name in flags }),
  );
  problems.push(...unknownVariables(env));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

function describeProblem({
  name,
  text,
  byFlag,
}: {
  name: SettingName;
  text: string;
  byFlag: boolean;
}): string {
  const { flag, variable, schema } = settings[name];
  const source = byFlag ? (flag.split(' ')[0] ?? flag) : variable;
  return `${source} must be ${schema.description}, not ${JSON.stringify(text)}`;
}

const variables = settingNames.map((name) => settings[name].variable);

/** The same for TURNKEEPER_PORT and PORT, and for TURNKEEPER_FRAMEBYTES and TURNKEEPER_FRAME_BYTES. */
const normalized = (variable: string): string =>
  variable
    .replace(/^TURNKEEPER_/, '')
    .replaceAll('_', '')
    .toUpperCase();

function unknownVariables(env: RawValues): string[] {
  return Object.keys(env)
    .filter((variable) => variable.startsWith('TURNKEEPER_') && !variables.includes(variable))
    .map((variable) => {
      const near = variables.find((known) => normalized(known) === normalized(variable));
      return `${variable} is not a variable of turnkeeper${near === undefined ? '' : `; did you mean ${near}?`}`;
    });
}

function toConfig(values: Values): ServeConfig {
  const { port, host, games, pages, playground, data, memory, keepDays } = values;
  const { logLevel, origins, trustedProxies, plainSockets, engine, drainMs } = values;
  const limits = Object.fromEntries(limitNames.map((name) => [name, values[name]])) as ServerLimits;
  const storing = { data, memory, keepDays };
  return {
    port,
    host,
    games,
    pages,
    playground,
    ...storing,
    logLevel,
    origins,
    trustedProxies,
    plainSockets,
    engine,
    drainMs,
    limits,
  };
}

/** The table of all settings, in Markdown, for src/server/README.md. */
export function configTable(): string {
  const rows = settingNames.map((name) => {
    const { flag, variable, meaning } = settings[name];
    return `| \`${flag}\` | \`${variable}\` | ${defaultText(settings[name])} | ${meaning} |`;
  });
  return ['| flag | variable | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
