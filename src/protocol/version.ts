// Which protocol this is, for those who speak it.

/** The version of the protocol that hello must ask for. */
export const PROTOCOL = 1;

/** The WebSocket subprotocol of that version. */
export const SUBPROTOCOL = 'turnkeeper.v1';
