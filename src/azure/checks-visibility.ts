import type { Check } from '../ports.ts';
import type { AzureSettings } from './azure.ts';
import type { Overview } from './overview.ts';
import { namedScopes } from './scopes.ts';

type Deps = { settings: AzureSettings; clientId: string | null };

/** At most so many are named; the rest is a number. */
const NAMED = 5;

/** Which of the named scopes the identity has no role on, what it sees, and what has no score there. */
export function visibility(overview: Overview, { settings, clientId }: Deps): Check[] {
  const named = namedScopes(settings.scopes, settings.tenantId);
  const seenGroups = new Set(overview.groups.keys());
  const denied = [...overview.denied].flatMap((index) => overview.scopes[index]?.managementGroups ?? []);
  const missing = [
    ...named.spelled
      .filter((id) => denied.includes(id) || !seenGroups.has(id.toLowerCase()))
      .map((id) => `/providers/Microsoft.Management/managementGroups/${id}`),
    ...named.subscriptions.filter((id) => !overview.members.has(id)).map((id) => `/subscriptions/${id}`),
  ];
  const nothing = overview.members.size === 0;
  return [rolesCheck(missing, nothing, clientId), ...(nothing ? [] : [scoresCheck(overview)])];
}

function rolesCheck(missing: readonly string[], nothing: boolean, clientId: string | null): Check {
  const name = 'azure roles';
  const scopes =
    missing.length > 0
      ? missing
      : nothing
        ? ['/providers/Microsoft.Management/managementGroups/<management group id>']
        : [];
  if (scopes.length === 0)
    return { name, state: 'ok', message: 'may read everything that it was told to', cure: null };
  const what =
    missing.length === 0 ? 'anything' : shortList(missing.map((scope) => scope.split('/').at(-1) ?? scope));
  const commands = scopes.slice(0, NAMED).map(assignment(clientId));
  return {
    name,
    state: 'failed',
    message: `The identity may not read ${what}: it lacks the role Security Reader (or Reader) there, or AZURE_SCOPES names what does not exist.`,
    cure: ['Give it the role; Resource Graph may take hours to notice:', ...commands].join('\n'),
  };
}

const assignment = (clientId: string | null) => (scope: string) =>
  `az role assignment create --role "Security Reader" --assignee ${clientId ?? '<principal id>'} --scope ${scope}`;

function scoresCheck({ members, scores, subscriptions, groups }: Overview): Check {
  const all = [...members.values()].flatMap((each) => [...each]);
  const connectors = all.filter((id) => !members.has(id)).length;
  const disabled = [...subscriptions.values()].filter(
    (each) => each.kind === 'subscription' && !each.enabled,
  ).length;
  const unscored = [...subscriptions.values()].flatMap((each) =>
    each.kind === 'subscription' && each.enabled && !scores.has(each.id) ? [each.name] : [],
  );
  const counts = [
    counted(members.size, 'subscription'),
    counted(connectors, 'connector'),
    counted(groups.size, 'management group'),
    ...(disabled === 0 ? [] : [`${disabled} switched off`]),
  ].join(', ');
  const name = 'azure scores';
  if (unscored.length === 0) return { name, state: 'ok', message: `sees ${counts}`, cure: null };
  return {
    name,
    state: 'warning',
    message: `sees ${counts}; no score of ${shortList(unscored)}`,
    cure: 'Switch foundational posture management on (Defender for Cloud → Environment settings); new subscriptions start without it. Where it is on, the identity lacks Security Reader.',
  };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function shortList(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(', ')} and ${rest} more` : names.join(', ');
}
