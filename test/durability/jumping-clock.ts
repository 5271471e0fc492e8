// Loaded before a server: SIGUSR1 sets its wall clock back by an hour, SIGUSR2 sets it forward by an hour.
const HOUR_MS = 3_600_000;
const wall = Date.now;
let ahead = 0;
Date.now = () => wall() + ahead;

/** Node uses SIGUSR1 for its debugger if there is no listener. */
process.on('SIGUSR1', () => jump(-HOUR_MS));
process.on('SIGUSR2', () => jump(HOUR_MS));

function jump(by: number): void {
  ahead += by;
  console.log(`turnkeeper is at another time: ${ahead} ms from the wall`);
}
