// What axe finds wrong with a page, for everyone who cannot see, point or tell colours apart.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each element that something is wrong with; by these rules alone if any are given. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // evaluate, since the page's own policy lets no foreign script in.
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as typeof import('axe-core') & { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run(only ? { runOnly: [...only] } : {});
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }, rules);
}
