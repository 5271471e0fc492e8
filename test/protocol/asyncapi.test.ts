import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json, JsonObject } from '../../src/json.ts';
import {
  answers,
  asyncApiDocument,
  type ClientMessageType,
  clientMessage,
  closes,
  errors,
  pushed,
  serverMessage,
} from '../../src/protocol/index.ts';
import { clientMessages } from './arbitraries.ts';
import { pointedAt, refsIn } from './json-pointer.ts';
import { readmeExamples } from './readme.ts';

const document = asyncApiDocument({ version: '1.2.3', serverUrl: 'wss://play.example/games/ws' });

/** Strict schemas of AsyncAPI 3.0 for the objects of the document. */
const name = z.string().regex(/^[A-Za-z0-9._-]+$/);
const text = z.string().min(1);
const refTo = (prefix: string) => z.strictObject({ $ref: z.string().startsWith(prefix) });
const channelMessages = z.array(refTo('#/channels/socket/messages/')).min(1);
const asyncApi = z.strictObject({
  asyncapi: z.literal('3.0.0'),
  info: z.strictObject({ title: text, version: text, description: text }),
  defaultContentType: z.literal('application/json'),
  servers: z.record(name, z.strictObject({ host: text, protocol: z.enum(['ws', 'wss']) })).optional(),
  channels: z.record(
    name,
    z.strictObject({
      address: z.string().startsWith('/'),
      messages: z.record(name, refTo('#/components/messages/')),
      bindings: z.strictObject({
        ws: z.strictObject({ method: z.enum(['GET', 'POST']), bindingVersion: z.literal('0.1.0') }),
      }),
    }),
  ),
  operations: z.record(
    name,
    z.strictObject({
      action: z.enum(['send', 'receive']),
      channel: refTo('#/channels/'),
      messages: channelMessages,
      reply: z.strictObject({ channel: refTo('#/channels/'), messages: channelMessages }).optional(),
    }),
  ),
  components: z.strictObject({
    messages: z.record(
      name,
      z.strictObject({
        name: text,
        summary: text,
        payload: refTo('#/components/schemas/'),
        correlationId: refTo('#/components/correlationIds/'),
      }),
    ),
    schemas: z.record(name, z.looseObject({})),
    correlationIds: z.record(
      name,
      z.strictObject({ location: z.string().startsWith('$message.payload#/'), description: text }),
    ),
  }),
  'x-errors': z.looseObject({}),
  'x-closes': z.looseObject({}),
});

const { channels, operations, components } = asyncApi.parse(document);

/** A validator made of a schema of the document and the schemas it refers to. */
function validator(schema: string): z.ZodType {
  const inside = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/definitions/'));
  const definitions = inside(components.schemas) as Record<string, z.core.JSONSchema.BaseSchema>;
  return z.fromJSONSchema({ ...definitions[schema], definitions }, { defaultTarget: 'draft-7' });
}

const typesOf = (union: typeof clientMessage | typeof serverMessage): string[] =>
  union.options.map((option) => option.shape.type.value);

describe('the AsyncAPI document', () => {
  test('is valid AsyncAPI 3.0, with and without a server', () => {
    expect(asyncApi.safeParse(document).error).toBeUndefined();
    expect(asyncApi.safeParse(asyncApiDocument({ version: '1' })).error).toBeUndefined();
    expect(document.servers).toEqual({ main: { host: 'play.example', protocol: 'wss' } });
    expect(channels.socket?.address).toBe('/games/ws');
    expect(asyncApiDocument({ version: '1' })).not.toHaveProperty('servers');
  });

  test('equals itself after JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('refers only to existing parts, and uses every part', () => {
    const refs = new Set(refsIn(document));
    for (const ref of refs) expect(pointedAt(document, ref), ref).toBeDefined();
    for (const [part, entries] of Object.entries(components)) {
      for (const key of Object.keys(entries)) expect(refs).toContain(`#/components/${part}/${key}`);
    }
    for (const key of Object.keys(channels.socket?.messages ?? {})) {
      expect(refs).toContain(`#/channels/socket/messages/${key}`);
    }
  });

  test('contains the catalogues of errors and closes', () => {
    expect(document['x-errors']).toEqual(errors);
    expect(document['x-closes']).toEqual(closes);
  });
});

describe('messages and operations', () => {
  test('the document has every message of both directions', () => {
    const expected = [
      ...typesOf(clientMessage).map((type) => `client.${type}`),
      ...typesOf(serverMessage).map((type) => `server.${type}`),
    ];
    expect(Object.keys(components.messages).toSorted()).toEqual(expected.toSorted());
    expect(Object.keys(channels.socket?.messages ?? {}).toSorted()).toEqual(expected.toSorted());
  });

  const shortNames = (list: readonly { $ref: string }[] = []) =>
    list.map(({ $ref }) => $ref.replace('#/channels/socket/messages/', ''));

  test('[C3] every client message is an operation whose replies are its answers and error', () => {
    for (const type of typesOf(clientMessage) as ClientMessageType[]) {
      const operation = operations[`client.${type}`];
      expect(operation?.action).toBe('receive');
      expect(shortNames(operation?.messages)).toEqual([`client.${type}`]);
      const replies = [...answers[type], 'error'].map((reply) => `server.${reply}`);
      expect(shortNames(operation?.reply?.messages)).toEqual(replies);
    }
  });

  test('every pushed message is an operation of the server, and every server message is pushed or an answer', () => {
    const sent = Object.entries(operations).filter(([, { action }]) => action === 'send');
    expect(sent.map(([key]) => key)).toEqual(pushed.map((type) => `server.${type}`));
    const covered = new Set<string>([...pushed, ...Object.values(answers).flat(), 'error']);
    expect([...covered].toSorted()).toEqual(typesOf(serverMessage).toSorted());
  });
});

describe('schemas', () => {
  test('accept every message that the codec accepts', () => {
    const validators = new Map(typesOf(clientMessage).map((type) => [type, validator(`client.${type}`)]));
    fc.assert(
      fc.property(clientMessages, (message) => {
        expect(validators.get(message.type)?.safeParse(message).error).toBeUndefined();
      }),
    );
  });

  test('refuse a message of another type, without a payload, or with unknown fields', () => {
    for (const type of typesOf(clientMessage)) {
      const schema = validator(`client.${type}`);
      expect(schema.safeParse({ type: 'other', payload: {} }).success).toBe(false);
      expect(schema.safeParse({ type }).success).toBe(false);
      expect(schema.safeParse({ type, payload: { unknown: 1 } }).success).toBe(false);
    }
  });

  test('of server messages accept the examples, also with fields that a later version may add', () => {
    for (const message of readmeExamples('Server to client') as { type: string; payload: JsonObject }[]) {
      const schema = validator(`server.${message.type}`);
      const laterVersion = { ...message, since: 2, payload: { ...message.payload, unknown: 1 } };
      expect(schema.safeParse(message).error).toBeUndefined();
      expect(schema.safeParse(laterVersion).error).toBeUndefined();
      expect(schema.safeParse({ ...message, payload: 'none' as Json }).success).toBe(false);
    }
  });
});
