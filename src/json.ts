// The values that survive JSON: all that may stand in a context, a view, a log entry or on the wire.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
