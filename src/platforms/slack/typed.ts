/** `<body>` or `<body|label>`: what Slack makes of links, addresses, people and channels that were typed. */
const REWRITTEN = /<((?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>|]*)(?:\|([^<>]*))?>/giu;
/** Line breaks and control characters; characters that turn the text around or show nothing. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\u00A0]+/gu;
const UNSEEN = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * The text as the person typed it, on one line: mentions of the bot are dropped, links become what was typed, entities
 * characters. A person or channel becomes its key (`slack:<team>/<id>`), because Slack leaves the name out of newer
 * messages and because that is what `grant … to` needs.
 */
export function typed(raw: string, workspace: string, bot: string): string {
  const undone = raw.replace(REWRITTEN, (_, body: string, label = '') =>
    restore(body, label, workspace, bot),
  );
  const plain = undone.replace(/&(?:lt|gt|amp);/gu, (entity) => ENTITIES[entity] ?? entity);
  return plain.replace(BREAKS, ' ').replace(UNSEEN, '').trim();
}

function restore(body: string, label: string, workspace: string, bot: string): string {
  const rest = body.slice(1);
  switch (body[0]) {
    case '@':
      return rest === bot ? ' ' : `slack:${workspace}/${rest}`;
    case '#':
      return `slack:${workspace}/${rest}`;
    case '!':
      return label || `@${rest.split('^')[0]}`;
    default:
      return label || body.replace(/^(?:mailto|tel):/u, '');
  }
}
