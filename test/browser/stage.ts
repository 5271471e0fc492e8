// A server and a browser for one test, and players who open pages in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import medium, { levels } from '../../games/tic-tac-toe/bot.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Game } from '../../src/game/index.ts';
import { openSqlite } from '../../src/store/index.ts';
import { startTestServer } from '../../src/testing/index.ts';
import { onlyIf } from '../only-if.ts';

const ground = inject('ground');

/** A group of tests that need a browser. Without one they are skipped, with the reason that ground.ts found. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  describe(name, onlyIf(ground.missing === undefined, ground.missing ?? ''), tests);
};

export type Stage = {
  readonly url: string;
  /** A new browser profile with an empty storage of its own. */
  arrive(as?: Arrival): Promise<Page>;
  /** Stops the server; the returned function starts another on the same port. */
  stopServer(how?: 'at once' | 'in order'): Promise<() => Promise<void>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** `durable`: the server stores on disk, and a restarted server continues. */
export type StageOptions = {
  readonly durable?: boolean;
  /** Tic-tac-toe if not given. Their bots play at random. */
  readonly games?: readonly Game[];
  /** The folder of another page than the bundled one. */
  readonly pages?: string;
};

export type Arrival = BrowserContextOptions & { readonly name?: string; readonly path?: string };

/** Call once in a file, inside `describeInBrowser`: one browser for all its tests. */
export function useStage(): (options?: StageOptions) => Promise<Stage> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch(ground.launch);
  });
  afterAll(() => browser?.close());
  return (options = {}) => {
    if (!browser) throw new Error('no browser was started');
    return openStage(browser, options);
  };
}

async function openStage(
  browser: Browser,
  { durable = false, games, ...page }: StageOptions,
): Promise<Stage> {
  const folder = durable ? await mkdtemp(join(tmpdir(), 'turnkeeper-stage-')) : undefined;
  const start = async (port = 0) => {
    const storage = folder === undefined ? undefined : await openSqlite({ folder });
    const bots = { 'tic-tac-toe': { default: medium, levels } };
    const { pages, playground } = ground;
    const played = games === undefined ? { games: [ticTacToe], bots } : { games };
    const options = { ...played, pages, playground, botThinkMs: 50, port, ...page };
    return startTestServer({ ...options, ...(storage && { storage }) });
  };
  let server = await start();
  const { url } = server;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  return {
    url,
    async arrive({ name, path = '/', ...context } = {}) {
      const profile = await browser.newContext({ ...context, ...(name ? remembering(name, url) : {}) });
      // A missing element is reported by name, before the whole test times out.
      profile.setDefaultTimeout(10_000);
      contexts.push(profile);
      profile.on('weberror', (fault) => faults.push(fault.error().message));
      profile.on('console', (line) => {
        if (line.text().includes('Content Security Policy')) faults.push(line.text());
      });
      const page = await profile.newPage();
      await page.goto(url + path);
      return page;
    },
    async stopServer(how = 'at once') {
      if (how === 'in order') await server.drain();
      await server[Symbol.asyncDispose]();
      return async () => {
        server = await start(Number(new URL(url).port));
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(contexts.map((context) => context.close()));
      await server[Symbol.asyncDispose]();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      expect(faults).toEqual([]);
    },
  };
}

/** The storage of a returning player. */
function remembering(name: string, origin: string): BrowserContextOptions {
  const localStorage = [{ name: 'tic-tac-toe.name', value: name }];
  return { storageState: { cookies: [], origins: [{ origin, localStorage }] } };
}
