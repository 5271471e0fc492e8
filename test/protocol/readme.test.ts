// Checks that the specification page matches the schemas and the catalogues completely.
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  answers,
  type ClientMessageType,
  clientMessage,
  closes,
  decode,
  errorCodes,
  errors,
  MAX_CHARACTERS,
  MAX_DEPTH,
  PROTOCOL,
  roomDocument,
  SUBPROTOCOL,
  serverMessage,
} from '../../src/protocol/index.ts';
import { limits, listedRoom } from '../../src/protocol/server-messages.ts';
import { blocks, codes, readme, readmeExamples, section, tables } from './readme.ts';

const directions = [
  { title: 'Client to server', union: clientMessage },
  { title: 'Server to client', union: serverMessage },
] as const;

type Schema = { readonly def: { readonly type: string } };

/** The fields of a payload in the notation of the page, one text for each alternative. */
function fieldsOf(payload: Schema): string[] {
  if (payload.def.type === 'union') {
    return (payload as unknown as z.ZodUnion<readonly z.ZodObject[]>).options.flatMap(fieldsOf);
  }
  const fields = Object.entries((payload as unknown as z.ZodObject).shape).map(
    ([field, schema]) => field + ((schema as z.ZodType).def.type === 'optional' ? '?' : ''),
  );
  return [fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`];
}

describe.each(directions)('$title', ({ title, union }) => {
  const [rows = []] = tables(title);

  test('has a row for every message type, with the fields of its payload', () => {
    const onPage = rows.map(([type = '', payload = '']) => [...codes(type), ...codes(payload)]);
    const inCode = union.options.map(({ shape }) => [shape.type.value, ...fieldsOf(shape.payload)]);
    expect(onPage).toEqual(inCode);
  });

  test('explains every field', () => {
    const [, fields = []] = tables(title);
    const explained = new Set(fields.flatMap(([field = '']) => codes(field)));
    const used = union.options.flatMap(({ shape }) =>
      fieldsOf(shape.payload).flatMap((text) => text.match(/\w+/g) ?? []),
    );
    expect([...explained].toSorted()).toEqual([...new Set(used)].toSorted());
  });

  test('has an example of every type, and each example fits its schema', () => {
    const examples = readmeExamples(title);
    for (const example of examples) expect(union.safeParse(example).error).toBeUndefined();
    const types = new Set((examples as { type: string }[]).map(({ type }) => type));
    expect([...types].toSorted()).toEqual(union.options.map(({ shape }) => shape.type.value).toSorted());
  });
});

describe('the rest of the page', () => {
  test('[C3] lists the answers of every client message', () => {
    const [rows = []] = tables('Client to server');
    const onPage = rows.map(([type = '', , answer = '']) => [...codes(type), ...codes(answer)]);
    const inCode = clientMessage.options.map(({ shape }) => {
      const type: ClientMessageType = shape.type.value;
      return [type, ...answers[type]];
    });
    expect(onPage).toEqual(inCode);
  });

  test('has the same error catalogue as the code, word for word', () => {
    const inCode = Object.entries(errors).map(([code, error]) => [
      `\`${code}\``,
      error.meaning,
      error.retry ? 'yes' : 'no',
      'close' in error ? String(closes[error.close].code) : '',
    ]);
    expect(tables('Errors')[0]).toEqual(inCode);
  });

  test('names no other error code', () => {
    const named = readme.match(/`[A-Z]+(?:_[A-Z]+)+`/g) ?? [];
    for (const code of named) expect(errorCodes).toContain(code.slice(1, -1));
  });

  test('has the same close catalogue as the code, word for word', () => {
    const inCode = Object.values(closes).map(({ code, meaning, comeBack }) => [
      `\`${code}\``,
      meaning,
      comeBack,
    ]);
    expect(tables('Closes')[0]).toEqual(inCode);
  });

  test('[C8] explains every limit in welcome, and states the fixed limits', () => {
    const onPage = (tables('Limits')[0] ?? []).flatMap(([limit = '']) => codes(limit));
    expect(onPage).toEqual(Object.keys(limits.shape));
    expect(section('Limits')).toContain(`${MAX_CHARACTERS} characters and ${MAX_DEPTH} levels`);
  });

  test('explains every field of the room document, and its example fits the schema', () => {
    const onPage = (tables('The room document')[0] ?? []).flatMap(([field = '']) => codes(field));
    expect(onPage).toEqual(Object.keys(roomDocument.shape));
    const [example = ''] = blocks('The room document', 'json');
    expect(roomDocument.safeParse(JSON.parse(example)).error).toBeUndefined();
  });

  test('lists all fields of a room in the lobby', () => {
    const row = (tables('Server to client')[1] ?? []).find(([field]) => field === '`rooms` (in lobby)');
    const fields = Object.keys(listedRoom.shape).map((field) =>
      field === 'seats' ? 'seats: { taken, total }' : field,
    );
    expect(codes(row?.[1] ?? '')).toContain(`[{ ${fields.join(', ')} }]`);
  });

  test('states the version and the subprotocol, and its first frame is valid', () => {
    expect(readme).toContain(`# The turnkeeper protocol, version ${PROTOCOL}\n`);
    expect(section('Connecting')).toContain(`\`${SUBPROTOCOL}\``);
    expect(decode(blocks('Frames and refs', 'json')[0] ?? '').ok).toBe(true);
  });
});
