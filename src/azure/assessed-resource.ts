import { type Legible, type Owner, ownerOf, tidy } from './rows.ts';

/** What an assessment is about: whose it is, and the resource with its lower-case type. */
export type AssessedResource = Owner & { resource: string; type: string };

/** The columns that name a resource. */
type Naming = Partial<Record<keyof Legible | 'resourceType', string | null | undefined>>;

const MARK = '/providers/microsoft.security/assessments/';

/** The resource as the portal's own query names it; the front of the row's id where nothing better is there. */
function resourceOf(
  front: string,
  row: Naming,
  last: AssessedResource | null,
  shared: Words['shared'],
): AssessedResource | null {
  const owner = last !== null && isOwnedAlike(front, last) ? last : ownerOf(front);
  if (owner === null) return null;
  const named = tidy(namedResource(row) ?? '');
  const resource = named.startsWith('/') ? named : front.slice(0, -MARK.length);
  const type = typeOf(resource, row.resourceType);
  if (owner === last) return { subscription: last.subscription, member: last.member, resource, type };
  return { subscription: shared(owner.subscription), member: shared(owner.member), resource, type };
}

/** In the same subscription, and neither is behind a connector. */
function isOwnedAlike(front: string, { subscription, member }: Owner): boolean {
  const end = OF_SUBSCRIPTION.length + subscription.length;
  return (
    member === subscription &&
    front.slice(OF_SUBSCRIPTION.length, end) === subscription &&
    front[end] === '/' &&
    front.slice(0, OF_SUBSCRIPTION.length) === OF_SUBSCRIPTION &&
    !front.includes('/securityconnectors/')
  );
}

const OF_SUBSCRIPTION = '/subscriptions/';

/** Source Azure, or a row with a `ConnectorId`: `Id`. Older AWS and GCP rows: `AzureResourceId`. */
function namedResource(row: Naming): string | null | undefined {
  const source = tidy(row.source ?? '');
  if (source === 'azure' || row.connectorId) return row.resourceId;
  return source === 'aws' || source === 'gcp' ? row.azureResourceId : null;
}

export type Located = { about: AssessedResource; recommendation: string };

/**
 * Finds resource and recommendation of a row, null where its id is illegible. Rows come in the order of their ids, so
 * most of them are about the resource of the row before: that is asked first, and all of them then share its words.
 */
export function createLocator(): (row: Naming & { id?: Naming['source'] }) => Located | null {
  let front = '';
  let last: Naming = {};
  let about: AssessedResource | null = null;
  const words = createWords();
  return (row) => {
    const written = row.id ?? '';
    // Comparing a part that was cut off is six times as fast as `startsWith`.
    const again = front !== '' && written.slice(0, front.length) === front;
    const id = again ? written : tidy(written);
    if (!again) front = frontOf(id);
    if (!again || !isNamedAlike(row, last)) {
      last = row;
      about = resourceOf(front, row, about, words.shared);
    }
    if (about === null) return null;
    const recommendation = words.next(id.slice(front.length));
    return recommendation === '' || recommendation.includes('/') ? null : { about, recommendation };
  };
}

/** One of each word, in lower case: what is cut out of an id keeps all of the id in memory. */
type Words = {
  shared(text: string): string;
  /** Likewise, for words that follow each other: resources of one kind have the same recommendations in the same order. */
  next(text: string): string;
};

function createWords(): Words {
  const words = new Map<string, string>();
  const followers = new Map<string, string>();
  let last = '';
  const shared = (text: string) => {
    const known = words.get(text);
    if (known !== undefined) return known;
    const word = tidy(text);
    words.set(text, word);
    return word;
  };
  return {
    shared,
    next: (text) => {
      const guess = followers.get(last);
      const word = guess === text ? guess : shared(text);
      if (word !== guess) followers.set(last, word);
      last = word;
      return word;
    },
  };
}

/** Up to the recommendation; empty where the id is not one of an assessment. */
function frontOf(id: string): string {
  const mark = id.indexOf(MARK);
  return mark <= 0 ? '' : id.slice(0, mark + MARK.length);
}

function isNamedAlike(row: Naming, other: Naming): boolean {
  return (
    row.resourceId === other.resourceId &&
    row.source === other.source &&
    row.connectorId === other.connectorId &&
    row.azureResourceId === other.azureResourceId &&
    row.resourceType === other.resourceType
  );
}

/**
 * Lower-case type of a resource. Only some rows of one resource name its type, so it is taken from the id, which all of
 * them share; behind a connector the id does not tell.
 */
export function typeOf(resource: string, named: string | null | undefined): string {
  if (named && resource.includes('/securityconnectors/')) return tidy(named);
  const mark = resource.lastIndexOf('/providers/');
  if (mark === -1) return resource.includes('/resourcegroups/') ? RESOURCE_GROUP : SUBSCRIPTION;
  const below = resource.slice(mark + '/providers/'.length);
  const name = below.lastIndexOf('/');
  // `namespace/type/name`, as most are, needs no list of its parts.
  if (name > 0 && below.indexOf('/', below.indexOf('/') + 1) === name) return below.slice(0, name);
  const path = below.split('/');
  let type = path[0] ?? '';
  for (let at = 1; at < path.length; at += 2) type += `/${path[at]}`;
  return type;
}

const SUBSCRIPTION = 'microsoft.resources/subscriptions';
const RESOURCE_GROUP = 'microsoft.resources/subscriptions/resourcegroups';
