// The accessibility violations that axe finds on a page: screen readers, keyboards, colour vision.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each element with a fault; only by the given rules, if there are any. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // evaluate, since the page's content security policy allows no other script.
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as typeof import('axe-core') & { axe: typeof import('axe-core') };
    const { violations: found } = await axe.run(only ? { runOnly: [...only] } : {});
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }, rules);
}
