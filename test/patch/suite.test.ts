// Conformance: every enabled case of the public json-patch-test-suite, on frozen documents.
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { apply, type Patch, PatchError } from '../../src/patch/index.ts';
import { freeze } from './json.ts';

type Case = {
  comment?: string;
  doc: Json;
  patch: Patch;
  expected?: Json;
  error?: string;
  disabled?: boolean;
};

const require = createRequire(import.meta.url);

function enabledCases(file: string): Case[] {
  const cases: Case[] = require(`json-patch-test-suite/${file}`);
  return cases.filter((one) => !one.disabled);
}

const files = { 'tests.json': 75, 'spec_tests.json': 16 };

describe.each(Object.entries(files))('json-patch-test-suite/%s', (file, count) => {
  const cases = enabledCases(file);

  test(`holds ${count} enabled cases`, () => {
    expect(cases).toHaveLength(count);
  });

  test.each(cases.map((one, at) => [`${at}: ${one.comment ?? JSON.stringify(one.patch)}`, one] as const))(
    '%s',
    (_name, one) => {
      freeze(one);
      if (one.error !== undefined) {
        expect(() => apply(one.doc, one.patch)).toThrow(PatchError);
        return;
      }
      // A case without a result only asks that its tests pass, which leaves the document as it was.
      expect(isDeepStrictEqual(apply(one.doc, one.patch), one.expected ?? one.doc)).toBe(true);
    },
  );
});
