// A TCP proxy between the players and the server: forwards everything, and can cut, delay and repeat.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Line, type NetworkFault } from './chaos-connection.ts';

export class FaultyProxy {
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #target = 0;
  #cuts = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (client) => this.#accept(client));
  }

  /** `target`: the port of the server on this machine. It need not listen yet. */
  static async open(target: number): Promise<FaultyProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new FaultyProxy(server);
    proxy.#target = target;
    return proxy;
  }

  /** The address to which the players connect. */
  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  /** Number of connections that are open on both sides. */
  get size(): number {
    let open = 0;
    for (const line of this.#lines) if (line.isOpen) open += 1;
    return open;
  }

  /** Number of open connections that were cut on purpose. */
  get cuts(): number {
    return this.#cuts;
  }

  /** Disturbs one open connection; `pick` in [0, 1) selects it. */
  disturb(fault: NetworkFault, pick: number): void {
    const open = this.#open();
    open[Math.floor(pick * open.length)]?.suffer(fault);
  }

  /** Ends all faults, so that from now on everything arrives. */
  calm(): void {
    for (const line of this.#lines) line.calm();
  }

  /** Returns the number of cut connections. */
  cutAll(): number {
    const open = this.#open();
    for (const line of open) line.cut();
    return open.length;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const line of this.#lines) line.cut();
    if (this.#lines.size > 0 || this.#server.listening) await once(this.#server, 'close');
  }

  #open(): Line[] {
    return [...this.#lines].filter(({ isOpen }) => isOpen);
  }

  #accept(client: Socket): void {
    const server = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    const line: Line = new Line(client, server, {
      cut: () => {
        this.#cuts += 1;
      },
      gone: () => this.#lines.delete(line),
    });
    this.#lines.add(line);
  }
}
