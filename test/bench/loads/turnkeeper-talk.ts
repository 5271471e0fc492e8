// One lean speaker of turnkeeper's protocol: says hello, and hands each message on, parsed no further than its use.
import { Line, type Traffic } from '../line.ts';

export type Joined = {
  readonly room: string;
  readonly seat: number | null;
  readonly epoch: number;
  readonly revision: number;
};

export type TalkOptions = {
  readonly at: string;
  readonly from: string;
  readonly traffic: Traffic;
  readonly token?: string;
};

/** Long enough to be told from any other type by its beginning. */
const TYPE = /^\{"type":"([a-z.]+)"/;

export class Talk {
  readonly line: Line;
  token = '';
  /** Told of each message but those that are awaited. */
  heard: (type: string, text: string) => void = () => {};
  #awaited: { type: string; tell: (payload: unknown) => void; fail: (error: Error) => void } | undefined;

  private constructor(line: Line) {
    this.line = line;
    line.heard = (text) => this.#hear(text);
  }

  static async open({ at, from, traffic, token }: TalkOptions): Promise<Talk> {
    const talk = new Talk(
      await Line.open({ url: `ws://${at}/ws`, protocol: 'turnkeeper.v1', from, traffic }),
    );
    const hello = { protocol: 1, ...(token !== undefined && { token }) };
    ({ token: talk.token } = await talk.ask<{ token: string }>('welcome', 'hello', hello));
    return talk;
  }

  send(type: string, payload: object): void {
    this.line.send(JSON.stringify({ type, payload }));
  }

  /** Sends, and resolves with the payload of the next message of the type `answer`. */
  ask<Payload>(answer: string, type: string, payload: object): Promise<Payload> {
    this.send(type, payload);
    return this.next<Payload>(answer);
  }

  next<Payload>(type: string): Promise<Payload> {
    return new Promise((resolve, reject) => {
      this.#awaited = { type, tell: (payload) => resolve(payload as Payload), fail: reject };
    });
  }

  #hear(text: string): void {
    const type = TYPE.exec(text)?.[1] ?? '';
    const awaited = this.#awaited;
    if (awaited?.type === type) {
      this.#awaited = undefined;
      awaited.tell(JSON.parse(text).payload);
    } else if (type === 'error' || type === 'rejected') {
      const refusal = new Error(`turnkeeper refused: ${text}`);
      if (awaited === undefined) throw refusal;
      awaited.fail(refusal);
    } else this.heard(type, text);
  }
}
