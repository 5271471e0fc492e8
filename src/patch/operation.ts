// The words of a patch: the six operations of RFC 6902, as they stand on the wire.
import type { Json } from '../json.ts';

export type Add = { readonly op: 'add'; readonly path: string; readonly value: Json };
export type Remove = { readonly op: 'remove'; readonly path: string };
export type Replace = { readonly op: 'replace'; readonly path: string; readonly value: Json };
export type Move = { readonly op: 'move'; readonly from: string; readonly path: string };
export type Copy = { readonly op: 'copy'; readonly from: string; readonly path: string };
export type Test = { readonly op: 'test'; readonly path: string; readonly value: Json };

export type Operation = Add | Remove | Replace | Move | Copy | Test;

/** Applied in order; each operation sees what those before it left. */
export type Patch = readonly Operation[];
