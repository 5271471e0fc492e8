// The protocol for machines: an AsyncAPI 3.0 document, made from the schemas and the catalogues.
import { z } from 'zod';
import type { Json, JsonObject } from '../json.ts';
import { answers, pushed } from './answers.ts';
import { clientMessage } from './client-messages.ts';
import { closes } from './closes.ts';
import { errors } from './errors.ts';
import { roomDocument } from './room-document.ts';
import { limits, listedRoom, patch, serverMessage } from './server-messages.ts';

/** `serverUrl` is the whole endpoint, like `ws://localhost:3000/ws`; without it no server is named. */
export type AsyncApiOptions = {
  readonly title?: string;
  readonly version: string;
  readonly serverUrl?: string;
};

/** The document as seen from the server: it receives what clients send, answers it, and pushes the rest. */
export function asyncApiDocument({ title = 'turnkeeper', version, serverUrl }: AsyncApiOptions): JsonObject {
  const url = serverUrl === undefined ? undefined : new URL(serverUrl);
  return {
    asyncapi: '3.0.0',
    info: { title, version, description },
    defaultContentType: 'application/json',
    ...(url && { servers: { main: { host: url.host, protocol: url.protocol.replace(':', '') } } }),
    channels: {
      socket: {
        address: url?.pathname ?? '/ws',
        messages: byName(({ name }) => ({ $ref: `#/components/messages/${name}` })),
        bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
      },
    },
    operations: { ...requests, ...pushes },
    components: {
      messages: byName(componentMessage),
      schemas: {
        ...schemasOf('client', {}),
        ...schemasOf('server', { roomDocument, patch, listedRoom, limits }),
      },
      correlationIds: {
        ref: { location: '$message.payload#/ref', description: 'An answer carries the ref of its message.' },
      },
    },
    'x-errors': errors,
    'x-closes': closes,
  };
}

type Side = 'client' | 'server';
type MessageSchema = z.ZodObject<{ type: z.ZodLiteral<string> }>;

/** `chat` goes both ways, so the name of a message begins with its side. */
const nameOf = (side: Side, type: string): string => `${side}.${type}`;

const listed = (side: Side) => (schema: MessageSchema) => {
  const type = schema.shape.type.value;
  return { side, type, name: nameOf(side, type), summary: schema.description ?? '', schema };
};
const messages = [
  ...clientMessage.options.map(listed('client')),
  ...serverMessage.options.map(listed('server')),
];
type Listed = (typeof messages)[number];

const byName = (entry: (message: Listed) => Json): JsonObject =>
  Object.fromEntries(messages.map((message) => [message.name, entry(message)]));

const componentMessage = ({ type, name, summary }: Listed): Json => ({
  name: type,
  summary,
  payload: { $ref: `#/components/schemas/${name}` },
  correlationId: { $ref: '#/components/correlationIds/ref' },
});

const channel = { $ref: '#/channels/socket' };
const inChannel = (side: Side, types: readonly string[]): Json =>
  types.map((type) => ({ $ref: `#/channels/socket/messages/${nameOf(side, type)}` }));

const requests: JsonObject = Object.fromEntries(
  Object.entries(answers).map(([type, replies]) => [
    nameOf('client', type),
    {
      action: 'receive',
      channel,
      messages: inChannel('client', [type]),
      reply: { channel, messages: inChannel('server', [...replies, 'error']) },
    },
  ]),
);

const pushes: JsonObject = Object.fromEntries(
  pushed.map((type) => [
    nameOf('server', type),
    { action: 'send', channel, messages: inChannel('server', [type]) },
  ]),
);

/** Schemas of one side's messages, and of the parts they share, each under its name. */
function schemasOf(side: Side, parts: { readonly [name: string]: z.ZodType }): JsonObject {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of messages.filter((message) => message.side === side)) {
    registry.add(schema, { id: name });
  }
  for (const [id, schema] of Object.entries(parts)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: 'draft-7',
    uri: (id) => `#/components/schemas/${id}`,
    override({ jsonSchema }) {
      // The protocol grows by addition: a client must take fields that it does not know.
      if (side === 'server') delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, embedded(schema)]));
}

/** `$id` would make the references relative to the schema instead of to the document. */
function embedded({ $schema: _, $id: __, ...schema }: z.core.JSONSchema.BaseSchema): Json {
  return schema as JsonObject;
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const description = [
  'Text frames, each one JSON object `{ type, ref?, payload }`, over WebSocket with the subprotocol',
  '`turnkeeper.v1`. A message with a `ref` gets exactly one answer that carries the same `ref`.',
  '',
  row('error', 'meaning', 'try again?'),
  row('---', '---', '---'),
  ...Object.entries(errors).map(([code, { meaning, retry }]) => row(code, meaning, retry ? 'yes' : 'no')),
  '',
  row('close', 'meaning', 'come back?'),
  row('---', '---', '---'),
  ...Object.values(closes).map(({ code, meaning, comeBack }) => row(code, meaning, comeBack)),
].join('\n');
