import { ERRORS, type Reply, type Rows } from './graph.ts';

/** Items of a page: fewer than a subscription has controls, so that every list has a second one. */
const PAGE = 4;

/**
 * A list of the Secure Scores API over what the tenant holds: scores of a subscription or connector, or controls of a
 * score; null where the path is none. `base`: the origin that links to the next page begin with.
 */
export function answerList({ containers, security }: Rows, path: string, base: string): Reply | null {
  const url = new URL(path, base);
  const collection = url.pathname.toLowerCase();
  if (!/\/providers\/microsoft\.security\/securescores(\/ascscore\/securescorecontrols)?$/.test(collection))
    return null;
  const items = security.filter(({ id }) => {
    const [before, rest = '/'] = split(String(id).toLowerCase(), `${collection}/`);
    return before === '' && !rest.includes('/');
  });
  const subscription = collection.split('/')[2];
  if (
    items.length === 0 &&
    !containers.some((row) => String(row.subscriptionId).toLowerCase() === subscription)
  )
    return ERRORS.noSubscription;
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  url.searchParams.set('$skiptoken', String(from + PAGE));
  const more = from + PAGE < items.length ? { nextLink: url.href } : {};
  return { status: 200, body: { value: items.slice(from, from + PAGE), ...more } };
}

function split(text: string, prefix: string): [string, string?] {
  return text.startsWith(prefix) ? ['', text.slice(prefix.length)] : [text];
}
