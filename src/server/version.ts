// The package's own version, wherever it runs from: the sources or the built files.
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

export const packageVersion = readVersion();

function readVersion(): string {
  const file = findPackageJSON(import.meta.url);
  const { version } = JSON.parse(readFileSync(file ?? '', 'utf8')) as { version: string };
  return version;
}
