// The port for time: nothing in the house reads the time or sets a timer but through it.

/** Takes a timer back; calling it again, or after the timer ran, does nothing. */
export type CancelTimer = () => void;

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs once when the time (epoch ms) has come, never within this call; a time in the past is due at once. */
  at(time: number, run: () => void): CancelTimer;
}
