// What takes minutes is told by its name and runs with `npm run test:full` alone.
const skipped = process.env.TEST_FULL ? [] : ['\\.full\\.test\\.ts$'];

// Nest 12 is ESM only; this is the one shape in which Jest runs it on Node 20 (see CONTRIBUTING.md).
const shared = {
  testPathIgnorePatterns: ['/node_modules/', ...skipped],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  // Much of a test of the whole is waiting: two processors are busy with four of them.
  maxWorkers: 4,
  // Modules of a test stay in memory after it.
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    { ...shared, displayName: 'unit', roots: ['<rootDir>/src', '<rootDir>/client/src'] },
    {
      ...shared,
      displayName: 'whole',
      roots: ['<rootDir>/test'],
      globalSetup: '<rootDir>/test/support/global-setup.js',
      globalTeardown: '<rootDir>/test/support/global-teardown.js',
    },
  ],
};
