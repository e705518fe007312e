export type Resource = { id: number; azureId: string; type: string; source: string };

/** The resources of one subscription, by Azure's lower-case id. */
export type Resources = {
  find(azureId: string): Resource | undefined;
  /** Adds one, or gives one that is known another type or source. */
  put(resource: Resource): void;
  all(): readonly Resource[];
};

/**
 * Readings list resources in the same order, and that is the order in which they were stored: so the one after the last
 * is tried before any is looked up by name, which costs many times as much.
 */
export function createResources(stored: Resource[]): Resources {
  let next = 0;
  let places: Map<string, number> | null = null;
  const placeOf = (azureId: string) => {
    places ??= new Map(stored.map((each, at) => [each.azureId, at]));
    return places.get(azureId);
  };
  return {
    find: (azureId) => {
      const at = stored[next]?.azureId === azureId ? next : placeOf(azureId);
      if (at === undefined) return undefined;
      next = at + 1;
      return stored[at];
    },
    put: (resource) => {
      const at = placeOf(resource.azureId) ?? stored.length;
      stored[at] = resource;
      places?.set(resource.azureId, at);
    },
    all: () => stored,
  };
}
