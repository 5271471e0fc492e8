// The version of the protocol that this server and its SDK use.

/** The version of the protocol that hello must ask for. */
export const PROTOCOL = 1;

/** The WebSocket subprotocol of that version. */
export const SUBPROTOCOL = 'turnkeeper.v1';
