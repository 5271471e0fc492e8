export type * from './api.ts';
export { connect } from './connect.ts';
export { ClientError, type ClientErrorCode } from './errors.ts';
