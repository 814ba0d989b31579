/** How the text of one setting is read. */
export interface Setting<T> {
  /** What it must be, in words. */
  wanted: string;
  /** Undefined when the text is not that. */
  parse(text: string): T | undefined;
}

/** The message names every setting at fault, and shows no value: one may be a password. */
export class SettingsError extends Error {}

export const port: Setting<number> = {
  wanted: 'a whole number from 1 to 65535',
  parse: (text) => (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? Number(text) : undefined),
};
export const postgresUrl: Setting<string> = urlOf('postgres:', 'postgresql:');
export const httpUrl: Setting<string> = urlOf('http:', 'https:');

/**
 * Reads settings from the environment, all of them before it complains.
 * @throws SettingsError when one is missing or impossible.
 * @example const { PORT } = readSettings(process.env, { PORT: port });
 */
export function readSettings<T extends object>(
  env: Record<string, string | undefined>,
  schema: { [Name in keyof T]: Setting<T[Name]> },
): T {
  const faults: string[] = [];
  const entries = Object.entries<Setting<unknown>>(schema).map(([name, { wanted, parse }]) => {
    const text = env[name] ?? '';
    const value = parse(text);
    if (value === undefined) faults.push(`${name} ${text === '' ? 'is missing' : 'is wrong'}, it must be ${wanted}`);
    return [name, value];
  });
  if (faults.length > 0) throw new SettingsError(`Cannot start: ${faults.join('; ')}.`);
  return Object.fromEntries(entries);
}

function urlOf(...protocols: string[]): Setting<string> {
  const fits = (text: string) => URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return { wanted: `a URL that begins with ${protocols[0]}//`, parse: (text) => (fits(text) ? text : undefined) };
}
