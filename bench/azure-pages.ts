import { type AzureFake, type FakeOptions, startAzureFake } from '../test/support/azure/fake.ts';
import type { Pages } from './pages.ts';
import { keyOf } from './source.ts';

/** Azure over TLS, answering with the pages of a made-up tenant. */
export function serveAzure(pages: Pages, options: FakeOptions = {}): Promise<AzureFake> {
  return startAzureFake(
    { containers: [], security: [] },
    {
      ...options,
      intercept: ({ graph }) => {
        if (graph === null) return null;
        const bytes = pages.page(keyOf(graph.query), Number(graph.options?.$skipToken ?? 0));
        return { status: 200, body: JSON.parse(bytes.toString()) };
      },
    },
  );
}
