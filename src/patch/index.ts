export type { Add, Copy, Move, Operation, Patch, Remove, Replace, Test } from './apply.ts';
export { apply, PatchError } from './apply.ts';
export { diff } from './diff.ts';
export { lengthOf } from './json-value.ts';
export { pathTo } from './pointer.ts';
