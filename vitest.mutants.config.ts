import { defineConfig } from 'vitest/config';

// Stryker runs tests in threads, which have no zone of their own.
process.env.TZ = 'Pacific/Kiritimati';

/** The tests that mutants of the core have to get past. */
export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
