// Why a move was refused, as a sentence. Reasons are the names of the machine's guards.

type Refusal = { readonly reason?: string; readonly code?: string; readonly message?: string };

const byReason: Readonly<Record<string, string>> = {
  yourTurn: 'It is not your turn yet.',
  cellFree: 'That square is taken.',
};

const byCode: Readonly<Record<string, string>> = {
  MATCH_NOT_PLAYING: 'The game was already over.',
  INTENT_ILLEGAL: 'That move is not possible now.',
  STALE_SEQ: 'That move came too late.',
  RATE_LIMITED: 'That was too quick. Try again in a moment.',
  ROOM_BUSY: 'The table was busy. Try again in a moment.',
  SERVER_DRAINING: 'The server is about to restart. Try again in a moment.',
  STORE_FAILED: 'The server could not save that move. Try again.',
  NOT_A_PLAYER: 'Only the two players can move.',
  NOT_A_MEMBER: 'You are no longer at this table.',
  LEFT: 'You are no longer at this table.',
};

export function refusalSentence({ reason, code, message }: Refusal): string {
  return byReason[reason ?? ''] ?? byCode[code ?? ''] ?? `That move was refused. ${message ?? ''}`.trim();
}
