// Preloaded into a server: its wall clock is set back an hour by SIGUSR1, or forward by SIGUSR2, as by whoever runs the machine.
const HOUR_MS = 3_600_000;
const wall = Date.now;
let ahead = 0;
Date.now = () => wall() + ahead;

/** Node keeps SIGUSR1 for its debugger unless somebody listens. */
process.on('SIGUSR1', () => jump(-HOUR_MS));
process.on('SIGUSR2', () => jump(HOUR_MS));

function jump(by: number): void {
  ahead += by;
  console.log(`turnkeeper is at another time: ${ahead} ms from the wall`);
}
