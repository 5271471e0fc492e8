// The examples of src/client/README.md: built with the real frameworks, each plays in a browser.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from 'svelte/compiler';
import { build, type Plugin } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { SnippetFolder, snippetsOf } from '../conventions/snippets.ts';
import { repository } from '../conventions/sources.ts';
import { describeInBrowser, useStage } from './stage.ts';

const readme = readFileSync(join(repository, 'src/client/README.md'), 'utf8');
const files = snippetsOf(readme, 'file');

/** How each framework puts a component into the page: what every page of it does. */
const mounts: Readonly<Record<string, string>> = {
  react: `
    import { StrictMode, createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Board } from './board.tsx';
    createRoot(place).render(createElement(StrictMode, null, createElement(Board, { room })));`,
  vue: `
    import { createApp } from 'vue';
    import Board from './board.vue';
    createApp(Board, { room }).mount(place);`,
  svelte: `
    import { mount } from 'svelte';
    import Board from './board.svelte';
    mount(Board, { target: place, props: { room } });`,
};

const begin = `
  import { connect } from 'turnkeeper/client';
  const place = document.querySelector('#app');
  const room = await connect().create('tic-tac-toe', { visibility: 'private', bots: 1 });`;

/** Compiles a component as the Vite plugins of Vue and Svelte do, without styles and hot reloading. */
const components: Plugin = {
  name: 'components',
  transform(code, id) {
    if (id.endsWith('.vue')) {
      const { descriptor } = parse(code, { filename: id });
      const { content } = compileScript(descriptor, { id: 'board', inlineTemplate: true });
      return { code: content, moduleType: 'ts' };
    }
    if (!id.endsWith('.svelte')) return null;
    return { code: compile(code, { filename: id, generate: 'client' }).js.code, moduleType: 'js' };
  },
};

let folder: SnippetFolder;
beforeAll(async () => {
  folder = await SnippetFolder.open();
  for (const [path, code] of files) await folder.write(path, code);
});
afterAll(() => folder.remove());

async function buildPage(framework: string): Promise<string> {
  const root = folder.file(framework);
  await folder.write(
    `${framework}/index.html`,
    '<div id="app"></div><script type="module" src="main.ts"></script>',
  );
  await folder.write(`${framework}/main.ts`, `${begin}\n${mounts[framework]}`);
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    plugins: [components],
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    resolve: {
      alias: {
        'turnkeeper/client': join(repository, 'src/client/index.ts'),
        'turnkeeper/react': join(repository, 'src/client/react.ts'),
      },
    },
    build: { outDir: 'built' },
  });
  return join(root, 'built');
}

test('each framework has an example in the README, at most nine lines without imports and tags', () => {
  const examples = [...files.keys()].map((path) => dirname(path)).filter((name) => name !== '.');
  expect(examples.sort()).toEqual(Object.keys(mounts).sort());
  for (const framework of Object.keys(mounts)) {
    const [code = ''] = [...files].filter(([path]) => path.startsWith(framework)).map(([, text]) => text);
    const own = code
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s*import |^<\/?(script|template)/.test(line));
    expect(own.length, framework).toBeLessThanOrEqual(9);
  }
});

describeInBrowser('a board in', () => {
  const open = useStage();

  test.each(Object.keys(mounts))('%s shows moves and makes them', async (framework) => {
    await using stage = await open({ pages: await buildPage(framework) });
    const page = await stage.arrive();
    const squares = page.locator('#app button');
    await squares.nth(8).waitFor();
    expect(await squares.count()).toBe(9);
    await squares.nth(4).click();
    await page.locator('#app button:nth-child(5)', { hasText: '0' }).waitFor();
    // The bot answers.
    await page.locator('#app button', { hasText: '1' }).waitFor();
  });
});
