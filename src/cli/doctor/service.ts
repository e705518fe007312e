import type { Check } from '../../ports.ts';

const NAME = 'service';
/** Milliseconds. */
const PATIENCE = 3_000;

/** Whether the service runs on this machine, as its own routes tell. */
export async function checkService(port: number, host: string): Promise<Check> {
  if (port === 0) {
    return { name: NAME, state: 'off', message: 'PORT=0: it listens where the system likes', cure: null };
  }
  const address = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  const origin = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
  const alive = await ask(`${origin}/healthz`);
  if (alive === null) {
    return {
      name: NAME,
      state: 'off',
      message: `nothing listens at ${origin}; npm start runs the service`,
      cure: null,
    };
  }
  if (alive.text !== 'ok') return foreign(origin);
  const ready = await ask(`${origin}/readyz`);
  if (ready?.status === 200)
    return { name: NAME, state: 'ok', message: `runs and is ready at ${origin}`, cure: null };
  return {
    name: NAME,
    state: 'failed',
    message: `It runs at ${origin} and is not ready: its database does not answer, or it is stopping.`,
    cure: 'See "database" here, and the log of the service.',
  };
}

const foreign = (origin: string): Check => ({
  name: NAME,
  state: 'failed',
  message: `Something that is not Scoreline answers at ${origin}.`,
  cure: 'Set PORT to a free one, or stop the other program.',
});

/** null: nobody answers. */
async function ask(url: string): Promise<{ status: number; text: string } | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
    return { status: response.status, text: (await response.text()).slice(0, 100) };
  } catch {
    return null;
  }
}
