import { readFileSync } from 'node:fs';
import type { Day } from '../../platform/ground/clock.js';
import type { Player } from './tour.js';

/** No tour is possible. The message is one line that says what to do. */
export class NothingToTour extends Error {}

interface Login {
  readonly name: string;
  readonly office: string;
  readonly login: string;
  readonly token: string;
}

function loginsIn(file: string): Login[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new NothingToTour(
      `there are no demonstration logins at ${file}: run \`npm start\` in another terminal, on an empty data directory, or name them with --logins`,
    );
  }
  try {
    const logins = JSON.parse(text) as Login[];
    if (Array.isArray(logins) && logins.length > 0 && logins.every((one) => one?.login && one.token)) return logins;
  } catch {
    // The error is reported below.
  }
  throw new NothingToTour(`${file} does not hold demonstration logins`);
}

/**
 * The players and the city's date. Throws NothingToTour where no server answers, or where the
 * server does not know the logins.
 */
export async function connect(address: string, file: string): Promise<{ players: Map<string, Player>; today: Day }> {
  const logins = loginsIn(file);
  const asked = (token: string, path: string): Promise<Response> =>
    fetch(`${address}${path}`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(10_000) }).catch(() => {
      throw new NothingToTour(`no server answers at ${address}: run \`npm start\` in another terminal, or name one with --server`);
    });
  const players = new Map<string, Player>();
  for (const { name, office, login, token } of logins) {
    const response = await asked(token, '/api/me');
    if (response.status !== 200) throw new NothingToTour(`the server at ${address} does not know the logins of ${file}`);
    const { person } = (await response.json()) as { person: string };
    players.set(login, { id: person, named: `${name} (${office})`, token });
  }
  const { on } = (await (await asked(logins[0]?.token ?? '', '/api/policy')).json()) as { on: Day };
  return { players, today: on };
}
