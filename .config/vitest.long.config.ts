// `npm run test:long`: the test files that have a long form, in their long form.
process.env.LONG_TESTS = '1';

// Not a static import: it would be evaluated before the line above.
const { default: config } = await import('./vitest.config.ts');

export default config;
