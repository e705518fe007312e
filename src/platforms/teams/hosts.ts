/**
 * Hosts of the Bot Framework's connectors: public, GCC, GCC High, DoD and 21Vianet. A leading dot means any host below.
 * From Microsoft's lists of required endpoints and of proactive messaging.
 */
const MICROSOFT = [
  'smba.trafficmanager.net',
  '.botframework.com',
  '.botframework.us',
  '.botframework.azure.us',
  '.botframework.azure.cn',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
  'frontend.botapi.msg.infra.teams.microsoftonline.cn',
];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export type Allowed = (url: string) => boolean;

/**
 * Whether a URL may be sent to, so that nobody talks the bot into handing its token to a host of theirs. `further` are
 * `host[:port]`; https everywhere, http on loopback only.
 */
export function allowedHosts(further: readonly string[]): Allowed {
  const exact = new Set(further.map((host) => host.toLowerCase()));
  return (url) => {
    const parsed = URL.parse(url);
    if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
    const { protocol, hostname, host, port } = parsed;
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return false;
    return exact.has(host) || (port === '' && (exact.has(`${host}:443`) || isMicrosofts(hostname)));
  };
}

/** Only one origin, as it is. */
export const onlyOrigin =
  (origin: string): Allowed =>
  (url) =>
    URL.parse(url)?.origin === origin;

export const isLoopback = (hostname: string): boolean => LOOPBACK.has(hostname);

const isMicrosofts = (hostname: string): boolean =>
  MICROSOFT.some((known) => (known.startsWith('.') ? hostname.endsWith(known) : hostname === known));
