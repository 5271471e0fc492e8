// A server whose rooms are ended by an intent of a stranger, though it is refused. For the negative control alone.
import { Room } from '../../../src/room/index.ts';

const { intent } = Room.prototype;
Room.prototype.intent = function change(caller, ...asked) {
  intent.call(this, caller, ...asked);
  if (!caller.session.rooms.has(this.id)) this.abandon();
};
