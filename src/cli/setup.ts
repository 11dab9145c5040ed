import { nodeOf, openCasebook } from '../app.js';
import type { Config } from '../config.js';
import { type AssignableOffice, AssignOffice, EnterPerson, type Track } from '../modules/directory/directory.public.js';
import { systemCaller } from '../platform/access/access.js';
import { withRequest } from '../platform/access/request.js';
import type { Receipt } from '../platform/commands/command-handler.js';
import { newId, uuidOf } from '../platform/ground/ids.js';
import { instanceOf } from '../platform/http/input.js';
import { Failure, lineOf, say } from './failure.js';
import { newPassword } from './new-password.js';

export interface SetupOptions {
  readonly name: string;
  readonly title?: string;
  readonly track: Track;
  readonly login: string;
  readonly office: readonly AssignableOffice[];
}

/** Milliseconds without progress that the views of an empty database may take. */
const listsTimeoutMs = 60_000;

/**
 * Enters a person with offices and an account: the first person of a city, or another one. A repeat
 * does only the steps that are missing, so a run that was cut off can be given again.
 */
export async function setup(config: Config, { name, title, track, login, office: offices }: SetupOptions): Promise<void> {
  const entering = instanceOf(EnterPerson, { name, track, ...(title !== undefined && { title }) });
  const casebook = await openCasebook(nodeOf(config));
  try {
    if ((await casebook.accounts.personOf(login)) !== undefined)
      throw new Failure('this login has an account already; `casebook account reset` gives it a new password');
    // The rules on who may hold an office are checked against views, which an empty database does
    // not have yet.
    await casebook.views.built(listsTimeoutMs);
    const correlationId = newId();
    const act = (command: object, step: string): Promise<Receipt> => {
      const commandId = uuidOf(casebook.master.hash('command-ids', JSON.stringify(['setup', login, step])));
      return casebook.execute(withRequest(command, { caller: systemCaller, correlationId, commandId }));
    };
    const { id } = await act(entering, 'person');
    for (const office of new Set(offices))
      await act(instanceOf(AssignOffice, { personId: id, office }), office).catch((error: unknown) => {
        throw new Failure(`${name} is entered, but not as ${office}: ${lineOf(error)}`);
      });
    const password = newPassword();
    await casebook.accounts.create(id, login, password);
    say(
      `${name} is entered as ${[...new Set(offices)].join(', ')}.\nperson   ${id}\nlogin    ${login}\npassword ${password}\nIt is shown this once; sign in at POST /api/sessions.`,
    );
  } finally {
    await casebook.close();
  }
}
