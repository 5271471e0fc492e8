// Prints at the end of a run how many tests were skipped, and why.
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

export default class SkippedReporter implements Reporter {
  #isFiltered = false;

  onInit({ config }: Vitest): void {
    // With `-t` all other tests are skipped.
    this.#isFiltered = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    const reasons = skipped.flatMap((test) => {
      const reason = reasonOf(test);
      return reason === undefined && this.#isFiltered ? [] : [reason ?? `without a reason: ${test.fullName}`];
    });
    if (this.#isFiltered && reasons.length === 0) return;
    const counts = Map.groupBy(reasons, (reason) => reason);
    console.log(`${reasons.length} tests were skipped${reasons.length > 0 ? ':' : ''}`);
    for (const [reason, tests] of counts) console.log(`  ${tests.length} tests: ${reason}`);
  }
}

/** The note of `context.skip`, or the reason given by `onlyIf` of test/only-if.ts to the test or to a suite around it. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  if (result.state === 'skipped' && result.note !== undefined) return result.note;
  for (let at: TestCase | TestSuite | TestModule = test; ; at = at.parent) {
    const { skipReason } = at.meta();
    if (skipReason !== undefined || at.type === 'module') return skipReason;
  }
}
