/** What the Slack platform is told. Secrets stay in here: no log line and no error of this folder holds one. */
export type SlackConfig = {
  botToken: string;
  transport: Transport;
  /** Root of the Web API, e.g. `https://slack.com/api/`. */
  apiUrl: string;
  /** Further `host[:port]` that a `response_url` may name, beside Slack's own. */
  responseHosts: readonly string[];
  /** Workspaces whose people may talk to the bot; empty: the token's own. */
  teams: readonly string[];
};

/** How requests arrive: Slack calls us and signs what it sends, or we call Slack (Socket Mode) and it asks back. */
export type Transport = { kind: 'http'; signingSecret: string } | { kind: 'socket'; appToken: string };
