// The one catalogue of close codes: why the server ends a connection, and whether to connect again.
type CloseEntry = {
  readonly code: number;
  /** Sent as the reason of the close frame. */
  readonly meaning: string;
  readonly comeBack: 'yes' | 'no' | 'later';
};

export const closes = {
  done: { code: 1000, meaning: 'done', comeBack: 'no' },
  goingAway: { code: 1001, meaning: 'going away', comeBack: 'yes' },
  binaryFrame: { code: 1003, meaning: 'text frames only', comeBack: 'no' },
  frameTooBig: { code: 1009, meaning: 'frame too big', comeBack: 'no' },
  restarting: { code: 1012, meaning: 'the server restarts', comeBack: 'yes' },
  full: { code: 1013, meaning: 'the server is full', comeBack: 'later' },
  badMessages: { code: 4400, meaning: 'too many bad messages', comeBack: 'no' },
  noHello: { code: 4401, meaning: 'no hello in time, or not allowed', comeBack: 'no' },
  heartbeatLost: { code: 4408, meaning: 'heartbeat lost', comeBack: 'yes' },
  takenOver: { code: 4409, meaning: 'the same session connected elsewhere', comeBack: 'no' },
  tooSlow: { code: 4413, meaning: 'reads too slowly', comeBack: 'yes' },
  tooManyMessages: { code: 4429, meaning: 'too many messages', comeBack: 'later' },
} as const satisfies Record<string, CloseEntry>;

/** The name of a close code of the protocol, such as `restarting` (1012). */
export type CloseName = keyof typeof closes;
