import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'node_modules/**'],
    globalSetup: ['test/support/postgres-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'Pacific/Kiritimati' },
  },
});
