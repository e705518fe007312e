import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';

/** What the manifests are filled with. `host` is a name without scheme and port, the links are https. */
export type Filling = {
  host: string;
  appId: string;
  publisher: string;
  website: string;
  privacy: string;
  terms: string;
};

/** Where Slack's manifest expects the operator's own host. */
const EXAMPLE = 'https://scoreline.example.com/';
/** A zip keeps local time without a zone, so this is the same bytes everywhere; it cannot say an earlier year. */
const NO_TIME = new Date(1980, 0, 1);

/** The app package for Teams: the same bytes for the same filling, whenever and wherever it is made. */
export async function teamsPackage(filling: Filling): Promise<Uint8Array> {
  const manifest = filled((await read('teams/manifest.json')).toString(), filling);
  const files = {
    'manifest.json': strToU8(manifest),
    'color.png': await read('teams/color.png'),
    'outline.png': await read('teams/outline.png'),
  };
  return zipSync(files, { mtime: NO_TIME, level: 9 });
}

/** Slack's manifest for requests over HTTP to this host, without the lines on how to fill it in. */
export async function slackManifest(host: string): Promise<string> {
  const text = (await read('slack.yaml')).toString();
  return text.replace(/^(?:#.*\n)+/, '').replaceAll(EXAMPLE, `https://${host}/`);
}

/** Slack's manifest for Socket Mode, which needs no host. */
export async function slackSocketManifest(): Promise<string> {
  return (await read('slack.socket.yaml')).toString();
}

const read = (name: string): Promise<Buffer> => readFile(new URL(`../../manifest/${name}`, import.meta.url));

function filled(text: string, filling: Filling): string {
  const values: Record<string, string> = {
    MicrosoftAppId: filling.appId,
    Host: filling.host,
    PublisherName: filling.publisher,
    WebsiteUrl: filling.website,
    PrivacyUrl: filling.privacy,
    TermsOfUseUrl: filling.terms,
  };
  return text.replace(/\{\{(\w*)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing fills {{${name}}} of the Teams manifest`);
    return JSON.stringify(value).slice(1, -1);
  });
}
