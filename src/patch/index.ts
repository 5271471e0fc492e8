export { apply, PatchError } from './apply.ts';
export { diff } from './diff.ts';
export type { Add, Copy, Move, Operation, Patch, Remove, Replace, Test } from './operation.ts';
export { placeOf } from './place.ts';
export { lengthOf } from './text-length.ts';
