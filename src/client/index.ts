export type * from './api.ts';
export { ClientError, type ClientErrorCode } from './client-error.ts';
export { connect } from './connect.ts';
