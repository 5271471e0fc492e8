// One attacker: connects again and again, each time in another way, and soon violates the protocol.

import { brokenFrames, fragmented, frame, idleFrames, TEXT, textFrame } from './fuzz-frames.ts';
import { Link } from './fuzz-link.ts';
import { type KnownRooms, message, mutate } from './fuzz-messages.ts';
import type { Random } from './fuzz-random.ts';
import { brokenUpgrade, halfUpgrade } from './fuzz-upgrades.ts';
import { spoil } from './fuzz-values.ts';

export type Ground = {
  readonly port: number;
  readonly chance: Random;
  /** Rooms and codes of the honest players, which anyone could know. */
  readonly knownRooms: () => KnownRooms;
  /** Time after which an answer counts as missing, in ms. */
  readonly answerMs?: number;
  /** Maximum number of frames per visit. */
  readonly visitFrames: number;
};

/** Frames that are written at once. Their answers wait in the kernel, not in the server. */
const BATCH = 250;
/** A third of the allowed bytes, because a character may take three bytes. */
const MAX_CHARACTERS = 5_000;
/** Rooms that an attacker remembers; older ones are closed or full. */
const REMEMBERED = 8;

export class Attacker {
  frames = 0;
  connections = 0;
  answered = 0;
  unanswered = 0;
  readonly #ground: Ground;
  readonly #rooms: string[] = [];
  /** Connections with incomplete requests, which wait until the server closes them. */
  readonly #hanging: Link[] = [];
  #token: string | undefined;
  #refs = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** One visit: connects, sends at most `most` frames, and disconnects. */
  async visit(most: number): Promise<void> {
    const manner = this.#ground.chance.below(100);
    this.connections += 1;
    const link = new Link(this.#ground.port, this.#ground.answerMs);
    if (manner < 60) await this.#talk(link, Math.min(most, this.#ground.visitFrames));
    else if (manner < 80) await this.#breakFrames(link);
    else if (manner < 95) await this.#breakUpgrade(link);
    else await this.#hang(link);
    this.answered += link.answered;
    this.unanswered += link.unanswered;
  }

  async letGo(): Promise<void> {
    await Promise.all(this.#hanging.splice(0).map((link) => link.end('reset')));
  }

  async #talk(link: Link, most: number): Promise<void> {
    const { chance } = this.#ground;
    link.onText = (type, text) => this.#receive(type, text);
    if (!(await link.open())) return void (await link.end('reset'));
    this.#hello(link);
    const isDeaf = chance.once(40);
    if (isDeaf) link.pause();
    // Sometimes the next messages are sent before the welcome, and are refused for that.
    else if (!chance.once(8)) await this.#comeBack(link);
    for (let left = most; left > 0 && link.isOpen; left -= BATCH) {
      for (let at = Math.min(left, BATCH); at > 0; at -= 1) this.#send(link);
      await link.flush();
      if (!isDeaf) await link.settle();
    }
    if (chance.once(4)) await this.#breakOff(link);
    else await link.end(chance.pick(['close', 'fin', 'reset']));
  }

  #hello(link: Link): void {
    const { chance } = this.#ground;
    const known = this.#token === undefined || chance.once(100) ? {} : { token: this.#token };
    const token = chance.once(50) ? { token: chance.pick(['x.y', '.', `${this.#token}x`]) } : known;
    this.#count(1);
    link.say(JSON.stringify({ type: 'hello', ref: 'hello', payload: { protocol: 1, ...token } }));
  }

  /** Joins the rooms of its seats again. */
  async #comeBack(link: Link): Promise<void> {
    await link.flush();
    await link.settle();
    this.#count(this.#rooms.length);
    for (const room of this.#rooms) {
      this.#refs += 1;
      link.say(JSON.stringify({ type: 'room.join', ref: `f${this.#refs}`, payload: { room } }));
    }
  }

  #send(link: Link): void {
    const { chance } = this.#ground;
    const kind = chance.below(20);
    this.#count(1);
    const text = this.#text(kind);
    if (kind === 0) link.put(chance.pick(idleFrames)(chance));
    else if (kind === 1) link.say(text, fragmented(text, chance));
    else if (kind === 2)
      link.say(text, frame({ opcode: TEXT, payload: Buffer.from(text), mask: chance.bytes(4) }));
    else link.say(text);
  }

  #text(kind: number): string {
    const { chance } = this.#ground;
    this.#refs += 1;
    const text = this.#wholeText(kind);
    // A frame that is too long ends the connection, with all that was sent after it.
    return text.length <= MAX_CHARACTERS || chance.once(100) ? text : text.slice(0, MAX_CHARACTERS);
  }

  #wholeText(kind: number): string {
    const { chance } = this.#ground;
    const { type, payload } = message(chance, this.#known());
    const whole = { type, ref: `f${this.#refs}`, payload };
    if (kind < 7) return JSON.stringify(whole);
    if (kind < 10) return spoil(JSON.stringify(whole), chance);
    const once = mutate(whole, chance);
    return JSON.stringify(chance.once(4) ? mutate(once, chance) : once);
  }

  async #breakFrames(link: Link): Promise<void> {
    const { chance } = this.#ground;
    if (!(await link.open())) return void (await link.end('reset'));
    if (chance.once(2)) this.#hello(link);
    for (let at = chance.below(5); at > 0; at -= 1) this.#send(link);
    await this.#breakOff(link);
  }

  /** Frames after the broken one must not be accepted. */
  async #breakOff(link: Link): Promise<void> {
    const { chance } = this.#ground;
    this.#count(2);
    link.put(chance.pick(brokenFrames)(chance));
    link.put(textFrame('{"type":"ping","payload":{}}'));
    await link.flush();
    await link.end(chance.pick(['fin', 'fin', 'reset']));
  }

  async #breakUpgrade(link: Link): Promise<void> {
    this.#count(1);
    link.write(brokenUpgrade(this.#ground.chance));
    await link.end(this.#ground.chance.pick(['fin', 'fin', 'reset']));
  }

  async #hang(link: Link): Promise<void> {
    const { chance } = this.#ground;
    this.#count(1);
    this.#hanging.push(link);
    if (chance.once(2)) return link.write(halfUpgrade(chance));
    if (await link.open())
      link.write(frame({ opcode: TEXT, declared: 16_000n, payload: Buffer.alloc(8_000) }));
  }

  #count(frames: number): void {
    this.frames += frames;
  }

  #known(): KnownRooms {
    const { rooms, codes } = this.#ground.knownRooms();
    return { rooms: [...rooms, ...this.#rooms], codes };
  }

  #receive(type: string, text: string): void {
    if (type !== 'joined' && type !== 'welcome') return;
    const { payload } = JSON.parse(text) as { payload: { token?: string; room?: string } };
    if (payload.token !== undefined) this.#token = payload.token;
    if (payload.room === undefined || this.#rooms.includes(payload.room)) return;
    this.#rooms.push(payload.room);
    if (this.#rooms.length > REMEMBERED) this.#rooms.shift();
  }
}
