// Runs a piece of a game as if on another day, with other luck: what then comes out otherwise hangs on the outside.

/** Long gone, so that no date of a run can be the same. */
const FAKE_NOW = Date.UTC(2001, 1, 3, 4, 5, 6, 7);

/** A step from one number to the next that comes by all of [0, 1): the golden ratio's. */
const STRIDE = 0.618_033_988_75;

class FakeDate extends Date {
  constructor(...given: [] | [number]) {
    super(given.length === 0 ? FAKE_NOW : given[0]);
  }
  static override now(): number {
    return FAKE_NOW;
  }
}

/** `run` must not wait for anything: the clock and the luck of the whole process are changed for as long. */
export function withFakeGlobals<Result>(run: () => Result): Result {
  const { random } = Math;
  const Today = globalThis.Date;
  let luck = 0;
  Math.random = () => {
    luck = (luck + STRIDE) % 1;
    return luck;
  };
  globalThis.Date = FakeDate as DateConstructor;
  try {
    return run();
  } finally {
    Math.random = random;
    globalThis.Date = Today;
  }
}
