export {
  type Add,
  apply,
  type Copy,
  type Move,
  type Operation,
  type Patch,
  PatchError,
  type Remove,
  type Replace,
  type Test,
} from './apply.ts';
export { diff } from './diff.ts';
export { lengthOf } from './json-value.ts';
