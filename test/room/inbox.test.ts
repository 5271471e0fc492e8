import { expect, test } from 'vitest';
import { Inbox } from '../../src/room/inbox.ts';

test('[R1] commands run one at a time, in order, each after the one before is done', () => {
  const inbox = new Inbox(10);
  const ran: number[] = [];
  for (const n of [1, 2, 3]) inbox.add(() => void ran.push(n));
  expect(ran).toEqual([1]);
  expect(inbox.idle).toBe(false);
  inbox.done();
  expect(ran).toEqual([1, 2]);
  inbox.done();
  inbox.done();
  expect(ran).toEqual([1, 2, 3]);
  expect(inbox.idle).toBe(true);
});

test('[R1] what a command adds comes after what waits already', () => {
  const inbox = new Inbox(10);
  const ran: string[] = [];
  const step = (name: string) => (): void => {
    ran.push(name);
    inbox.done();
  };
  inbox.add(() => {
    inbox.add(step('waited'));
    inbox.add(() => {
      inbox.add(step('nested'));
      step('asks')();
    });
    inbox.add(step('last'));
    inbox.done();
  });
  expect(ran).toEqual(['waited', 'asks', 'last', 'nested']);
});

test('[C8] a full inbox takes no command, but what the room owes itself', () => {
  const inbox = new Inbox(2);
  const ran: string[] = [];
  const command = (name: string) => (): void => void ran.push(name);
  expect(inbox.add(command('under way'))).toBe(true);
  expect(inbox.add(command('first'))).toBe(true);
  expect(inbox.add(command('second'))).toBe(true);
  expect(inbox.add(command('too many'))).toBe(false);
  inbox.addAnyway(command('owed'));
  for (let i = 0; i < 4; i += 1) inbox.done();
  expect(ran).toEqual(['under way', 'first', 'second', 'owed']);
  expect(inbox.add(command('room again'))).toBe(true);
});

test('100,000 waiting commands that settle at once do not overflow the stack', () => {
  const inbox = new Inbox(1);
  let ran = 0;
  inbox.addAnyway(() => {});
  for (let i = 0; i < 100_000; i += 1) {
    inbox.addAnyway(() => {
      ran += 1;
      inbox.done();
    });
  }
  inbox.done();
  expect(ran).toBe(100_000);
  expect(inbox.idle).toBe(true);
});
