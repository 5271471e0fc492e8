// Negative control: a refused intent of a player who is not in the room ends the room.
import { Room } from '../../../src/room/index.ts';

const { intent } = Room.prototype;
Room.prototype.intent = function change(caller, ...rest) {
  const outcome = intent.call(this, caller, ...rest);
  if (!caller.session.rooms.has(this.id)) this.close();
  return outcome;
};
