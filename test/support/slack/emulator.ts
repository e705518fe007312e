import { createEmulator } from 'emulate';

type Json = Readonly<Record<string, unknown>>;

/** Ids that the emulator gives its own workspace, first person and first channel. */
export const EMULATED = { team: 'T000000001', person: 'U000000001', channel: 'C000000001', bot: 'U0SCORELN' };
export const BOT_TOKEN = 'xoxb-emulated';
const PERSON_TOKEN = 'xoxp-emulated';

/**
 * A stateful Slack Web API on a port that the system picks. `scopes` are what the bot's token holds, checked as Slack
 * does. Beware: a token it does not know is a person called admin, and bots under `bots` have no user.
 */
export async function startEmulator(scopes: readonly string[]) {
  // With either of these of the machine the emulator's `url` is theirs, without the port it listens on.
  delete process.env.EMULATE_BASE_URL;
  delete process.env.PORTLESS_URL;
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'unused',
            name: 'Scoreline',
            redirect_uris: [],
            scopes: [...scopes],
            bot_id: 'B0SCORELN',
            bot_user_id: EMULATED.bot,
          },
        ],
        tokens: [
          { token: BOT_TOKEN, type: 'bot', user_id: EMULATED.bot, bot_id: 'B0SCORELN', scopes: [...scopes] },
          { token: PERSON_TOKEN, type: 'user', user_id: EMULATED.person },
        ],
      },
    },
  });
  // It says localhost and listens on 127.0.0.1.
  const apiUrl = `http://127.0.0.1:${new URL(emulator.url).port}/api/`;
  const call = async (method: string, body: Readonly<Record<string, string>>): Promise<Json> => {
    const headers = { authorization: `Bearer ${PERSON_TOKEN}` };
    const init = { method: 'POST', headers, body: new URLSearchParams(body) };
    const answer: Json = JSON.parse(await (await fetch(`${apiUrl}${method}`, init)).text());
    if (answer.ok !== true) throw new Error(`${method}: ${answer.error}`);
    return answer;
  };
  return { apiUrl, call, close: () => emulator.close() };
}
