import { describe, expect, it } from 'vitest';
import {
  type Conversation,
  canonicalKey,
  type Grant,
  inForce,
  reaches,
  visible,
} from '../../src/core/access.ts';
import {
  contains,
  type Estate,
  type KnownSubscription,
  parentSubscription,
  type Scope,
} from '../../src/core/scope.ts';

const A = '00000000-0000-0000-0000-00000000000a';
const B = '00000000-0000-0000-0000-00000000000b';
const AWS = `/subscriptions/${A}/resourcegroups/rg/providers/microsoft.security/securityconnectors/aws-1`;
const known = (id: string, ancestors: readonly string[]): KnownSubscription => ({
  ...{ id, name: id, environment: 'Azure', state: 'enabled', ancestors, unreadSince: null },
  kind: id === AWS ? 'connector' : 'subscription',
});
const estate: Estate = {
  groups: ['root', 'prod', 'team', 'lab'].map((id) => ({ id, name: id })),
  subscriptions: [
    known(A, ['team', 'prod', 'root']),
    known(AWS, ['team', 'prod', 'root']),
    known(B, ['lab', 'root']),
  ],
  unreadGroups: ['prod', 'lab', 'lost'],
};
const grant = (kind: Scope['kind'], id: string, shared?: boolean): Grant => ({
  ...{ conversation: 'slack:T1/C1', scope: { kind, id }, by: 'terminal', at: '2026-01-01T00:00:00.000Z' },
  ...(shared === undefined ? {} : { shared }),
});
const channel: Conversation = { key: 'slack:T1/C1', kind: 'channel', shared: false };
const seen = (...grants: Grant[]) => {
  const { groups, subscriptions, unreadGroups } = visible(estate, grants, channel);
  return [groups.map(({ id }) => id), subscriptions.map(({ id }) => id), unreadGroups];
};

describe('what a conversation may see', () => {
  it('is nothing without a grant', () => expect(seen()).toEqual([[], [], []]));

  it('is everything for the terminal, and for who was granted everything', () => {
    expect(visible(estate, [], { key: 'terminal', kind: 'terminal', shared: false })).toBe(estate);
    expect(visible(estate, [grant('subscription', B), grant('all', 'all')], channel)).toBe(estate);
  });

  it('is a granted group with what lies under it, and none above', () => {
    expect(seen(grant('management-group', 'prod'))).toEqual([['prod', 'team'], [A, AWS], ['prod']]);
    expect(seen(grant('management-group', 'team'))).toEqual([['team'], [A, AWS], []]);
    expect(seen(grant('management-group', 'lost'))).toEqual([[], [], ['lost']]);
  });

  it('is a granted subscription with its connectors, and no group', () => {
    expect(seen(grant('subscription', A))).toEqual([[], [A, AWS], []]);
    expect(seen(grant('subscription', B))).toEqual([[], [B], []]);
  });

  it('is a granted connector alone', () => {
    expect(seen(grant('connector', AWS))).toEqual([[], [AWS], []]);
  });

  it('adds up over grants', () => {
    expect(seen(grant('management-group', 'lab'), grant('connector', AWS))).toEqual([
      ['lab'],
      [AWS, B],
      ['lab'],
    ]);
  });
});

describe('what a grant reaches', () => {
  it.each([
    ['all', 'all', B, true],
    ['management-group', 'prod', A, true],
    ['management-group', 'prod', B, false],
    ['subscription', A, AWS, true],
    ['subscription', B, AWS, false],
    ['connector', AWS, A, false],
    // A group may be called like a subscription.
    ['management-group', A, AWS, false],
    ['connector', A, AWS, false],
  ] as const)('%s %s of %s: %s', (kind, id, member, expected) => {
    const of = estate.subscriptions.find((one) => one.id === member);
    expect(reaches([grant(kind, id)], { id: member, ancestors: of?.ancestors ?? [] })).toBe(expected);
  });

  it('is nothing without a grant', () => expect(reaches([], { id: A, ancestors: ['root'] })).toBe(false));
});

describe('grants in force', () => {
  const [plain, no, yes] = [grant('all', 'all'), grant('all', 'all', false), grant('all', 'all', true)];
  it('are all of them where nobody else reads, and those given with the word shared where somebody does', () => {
    expect(inForce([plain, no, yes], channel)).toEqual([plain, no, yes]);
    expect(inForce([plain, no, yes], { ...channel, shared: true })).toEqual([yes]);
  });
});

describe('keys as they are stored', () => {
  const OBJECT = 'ABCDEF01-2345-6789-ABCD-EF0123456789';
  it.each([
    ['slack:t1/c2', 'slack:T1/C2'],
    [' SLACK:T1/U2 ', 'slack:T1/U2'],
    [`teams:${OBJECT}`, `teams:${OBJECT.toLowerCase()}`],
    ['teams:19:aBc@thread.tacv2', 'teams:19:aBc@thread.tacv2'],
    ['Teams:19:aBc@thread.tacv2;MessageId=123', 'teams:19:aBc@thread.tacv2'],
    [`teams:${OBJECT}x`, `teams:${OBJECT}x`],
    [`teams:x${OBJECT}`, `teams:x${OBJECT}`],
  ])('%j is %j', (text, key) => expect(canonicalKey(text)).toBe(key));

  it.each([
    '',
    'terminal',
    'slack:T1',
    'slack:T1/',
    'slack:/C1',
    'slack:T1/C-1',
    'slack:T1/C1/x',
    'xslack:T1/C1',
    'teams:',
    'teams:a b',
    'ateams:x',
    'discord:1',
  ])('%j is none', (text) => expect(canonicalKey(text)).toBeNull());
});

describe('places in the tree', () => {
  const member = { id: A, ancestors: ['team', 'prod'] };
  it.each([
    ['all', 'all', true],
    ['management-group', 'prod', true],
    ['management-group', A, false],
    ['subscription', A, true],
    ['subscription', 'prod', false],
    ['connector', A, true],
    ['connector', B, false],
  ] as const)('%s %s: %s', (kind, id, expected) => expect(contains({ kind, id }, member)).toBe(expected));

  it('has a connector under the subscription in its id', () => {
    expect(parentSubscription(AWS)).toBe(A);
    for (const id of [A, `x${AWS}`, '/subscriptions//x', `/subscriptions/${A}`])
      expect(parentSubscription(id)).toBeNull();
  });
});
