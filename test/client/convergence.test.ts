import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IntentResult, Room } from '../../src/client/index.ts';
import { type Started, start } from './fake-server.ts';
import { ModelServer } from './model-server.ts';

type Sent = { readonly id: string; readonly result: Promise<IntentResult> };
type Play = {
  readonly started: Started;
  readonly model: ModelServer;
  readonly room: Room;
  readonly sent: Sent[];
};

/** Everything is delivered, and every wait is over. */
function settle({ clock }: Started, model: ModelServer): void {
  for (let round = 0; round < 10; round++) {
    model.open();
    for (let turn = 0; turn < 1000 && !model.isIdle; turn++) {
      model.serve();
      model.deliver();
    }
    clock.advance(1000);
  }
}

async function begin(): Promise<Play> {
  const started = start();
  const model = new ModelServer(started.server);
  const joining = started.client.join({ room: 'r1' });
  settle(started, model);
  return { started, model, room: await joining, sent: [] };
}

function send({ room, sent }: Play, legal: boolean): void {
  const id = `${sent.length}`;
  sent.push({ id, result: room.send({ type: 'add', id, legal }) });
}

const step = fc.oneof(
  fc.constant({ name: 'send', run: (play: Play) => send(play, true) }),
  fc.constant({ name: 'send an illegal one', run: (play: Play) => send(play, false) }),
  fc.constant({ name: 'serve', run: ({ model }: Play) => model.serve() }),
  fc.constant({ name: 'deliver', run: ({ model }: Play) => model.deliver() }),
  fc.constant({ name: 'drop', run: ({ model }: Play) => model.drop() }),
  fc.constant({ name: 'the other moves', run: ({ model }: Play) => model.moveOther() }),
  fc.constant({ name: 'history is gone', run: ({ model }: Play) => model.forgetHistory() }),
  fc.constant({ name: 'time passes', run: ({ started }: Play) => started.clock.advance(700) }),
  fc.constant({ name: 'open', run: ({ model }: Play) => model.open() }),
);

test('[R3][R5] whatever breaks, intents are applied once, settle correctly, and documents converge', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async (steps) => {
      const play = await begin();
      for (const { run } of steps) run(play);
      settle(play.started, play.model);
      const { model, room, sent } = play;
      expect(room.pending).toEqual([]);
      expect(room.revision).toBe(model.log.length);
      expect(room.document.view).toEqual({ count: model.count });
      for (const { id, result } of sent) {
        const revisions = model.log.flatMap(({ intent }, index) => (intent === id ? [index + 1] : []));
        const answer = await result;
        if (answer.ok) expect(revisions).toEqual([answer.revision]);
        else expect({ revisions, code: answer.code }).toEqual({ revisions: [], code: 'INTENT_ILLEGAL' });
      }
    }),
    { numRuns: 400 },
  );
});

test('every promise settles, at whatever moment the client is closed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const play = await begin();
      const { client, clock } = play.started;
      const requests = [
        play.room.legal(),
        play.room.chat('hi'),
        client.create('count'),
        client.find('count').room,
      ];
      for (const { run } of steps) run(play);
      client.close();
      const outcomes = await Promise.allSettled([...requests, ...play.sent.map(({ result }) => result)]);
      expect(outcomes.length).toBe(4 + play.sent.length);
      expect(play.room.pending).toEqual([]);
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 200 },
  );
});
