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

/** The rules of AsyncAPI 3.0 for the objects that the document has, as schemas with nothing left open. */
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

/** A schema of the document as a validator, its references brought along. */
function validator(schema: string): z.ZodType {
  const inside = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/definitions/'));
  const definitions = inside(components.schemas) as Record<string, z.core.JSONSchema.BaseSchema>;
  return z.fromJSONSchema({ ...definitions[schema], definitions }, { defaultTarget: 'draft-7' });
}

const typesOf = (union: typeof clientMessage | typeof serverMessage): string[] =>
  union.options.map((option) => option.shape.type.value);

describe('the document', () => {
  test('is AsyncAPI 3.0, with and without a server', () => {
    expect(asyncApi.safeParse(document).error).toBeUndefined();
    expect(asyncApi.safeParse(asyncApiDocument({ version: '1' })).error).toBeUndefined();
    expect(document.servers).toEqual({ main: { host: 'play.example', protocol: 'wss' } });
    expect(channels.socket?.address).toBe('/games/ws');
    expect(asyncApiDocument({ version: '1' })).not.toHaveProperty('servers');
  });

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  test('points at nothing that is not there, and leaves no part unused', () => {
    const refs = new Set(refsIn(document));
    for (const ref of refs) expect(pointedAt(document, ref), ref).toBeDefined();
    for (const [part, entries] of Object.entries(components)) {
      for (const key of Object.keys(entries)) expect(refs).toContain(`#/components/${part}/${key}`);
    }
    for (const key of Object.keys(channels.socket?.messages ?? {})) {
      expect(refs).toContain(`#/channels/socket/messages/${key}`);
    }
  });

  test('holds the catalogues', () => {
    expect(document['x-errors']).toEqual(errors);
    expect(document['x-closes']).toEqual(closes);
  });
});

describe('messages and operations', () => {
  test('every message of both directions is there, by its side', () => {
    const expected = [
      ...typesOf(clientMessage).map((type) => `client.${type}`),
      ...typesOf(serverMessage).map((type) => `server.${type}`),
    ];
    expect(Object.keys(components.messages).toSorted()).toEqual(expected.toSorted());
    expect(Object.keys(channels.socket?.messages ?? {}).toSorted()).toEqual(expected.toSorted());
  });

  const shortNames = (list: readonly { $ref: string }[] = []) =>
    list.map(({ $ref }) => $ref.replace('#/channels/socket/messages/', ''));

  test('[C3] every client message is an operation with its answers, error among them', () => {
    for (const type of typesOf(clientMessage) as ClientMessageType[]) {
      const operation = operations[`client.${type}`];
      expect(operation?.action).toBe('receive');
      expect(shortNames(operation?.messages)).toEqual([`client.${type}`]);
      const replies = [...answers[type], 'error'].map((reply) => `server.${reply}`);
      expect(shortNames(operation?.reply?.messages)).toEqual(replies);
    }
  });

  test('what is pushed is an operation of the server, and every server message is one or the other', () => {
    const sent = Object.entries(operations).filter(([, { action }]) => action === 'send');
    expect(sent.map(([key]) => key)).toEqual(pushed.map((type) => `server.${type}`));
    const told = new Set<string>([...pushed, ...Object.values(answers).flat(), 'error']);
    expect([...told].toSorted()).toEqual(typesOf(serverMessage).toSorted());
  });
});

describe('schemas', () => {
  test('take every message that the codec takes', () => {
    const validators = new Map(typesOf(clientMessage).map((type) => [type, validator(`client.${type}`)]));
    fc.assert(
      fc.property(clientMessages, (message) => {
        expect(validators.get(message.type)?.safeParse(message).error).toBeUndefined();
      }),
    );
  });

  test('refuse a message of another type, or without its payload', () => {
    for (const type of typesOf(clientMessage)) {
      const schema = validator(`client.${type}`);
      expect(schema.safeParse({ type: 'other', payload: {} }).success).toBe(false);
      expect(schema.safeParse({ type }).success).toBe(false);
      expect(schema.safeParse({ type, payload: { unknown: 1 } }).success).toBe(false);
    }
  });

  test('of the server take what the server sends, and what a later one may add to it', () => {
    for (const message of readmeExamples('Server to client') as { type: string; payload: JsonObject }[]) {
      const schema = validator(`server.${message.type}`);
      const later = { ...message, since: 2, payload: { ...message.payload, unknown: 1 } };
      expect(schema.safeParse(message).error).toBeUndefined();
      expect(schema.safeParse(later).error).toBeUndefined();
      expect(schema.safeParse({ ...message, payload: 'none' as Json }).success).toBe(false);
    }
  });
});
