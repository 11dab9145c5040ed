import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId } from '../dist/platform/ground/ids.js';

const adopted = Date.UTC(2015, 3, 20);
const day = (n) => new Date(adopted + n * 86_400_000).toISOString().slice(0, 10);
const lastDay = Math.floor((Date.now() - adopted) / 86_400_000) - 3;

/**
 * Refusals that racing clients get: another client was first, or the thing they ask for has not
 * happened yet.
 */
const raced = new Set(['resource.not-found', 'acknowledgement.stands', 'person.department-unchanged', 'case.witness-named', 'value.taken']);
/** How often one command is sent before it counts as stuck. */
const patience = 200;

/** Reproducible randomness: mulberry32. */
export function randomness(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Clients of a busy city. They remember every command and every answer, and repeat the commands
 * that got no answer.
 */
export class Load {
  commands = [];
  faults = [];
  /** Commands that were sent and never answered. */
  unanswered = [];
  /** Acknowledged commands to send once more, like a client that does not trust its network. */
  again = [];
  repeats = 0;
  cutOff = 0;
  stories = [];
  people = [];
  hot = null;

  /** `logins` by login name: { token, person }. */
  constructor({ server, logins, departments, random, run }) {
    Object.assign(this, { server, logins, departments, random, run });
  }

  /** Keeps `clients` commands in flight until `stop`; with `settleOnly`, until everything is answered. */
  async work(clients, { settleOnly = false } = {}) {
    this.stopped = false;
    await Promise.all(Array.from({ length: clients }, () => this.#client(settleOnly)));
  }

  stop() {
    this.stopped = true;
  }

  async #client(settleOnly) {
    while (!this.stopped) {
      const waiting = this.unanswered.shift() ?? (settleOnly || this.random() < 0.05 ? this.again.shift() : undefined);
      const command = waiting ?? (settleOnly ? undefined : await this.#next());
      if (command) await this.#give(command);
      else if (settleOnly) return;
      else await sleep(5);
    }
  }

  async #give(command) {
    const twice = command.sends === 0 && this.random() < 0.03;
    const answers = await Promise.all(twice ? [this.#send(command), this.#send(command)] : [this.#send(command)]);
    if (answers.every((answered) => answered)) this.#settle(command);
    else if (command.sends < patience) {
      this.unanswered.push(command);
      if (!this.stopped) await sleep(50);
    } else this.faults.push(`${command.name} ${command.key} was not answered in ${patience} tries`);
  }

  #settle(command) {
    if (command.settled) return;
    command.settled = true;
    const [receipt] = command.receipts;
    if (!receipt) command.refusedWith?.(command.refused);
    else {
      command.acknowledged?.(receipt);
      if (this.random() < 0.05) this.again.push(command);
    }
  }

  /** Whether the command got a final answer. */
  async #send(command) {
    const { name, path, token, key, body } = command;
    const known = command.receipts.length > 0;
    command.sends += 1;
    if (known) this.repeats += 1;
    const answer = await this.server.send('POST', path, { token, key, body });
    if (!answer) {
      this.cutOff += 1;
      return false;
    }
    const { status, body: said } = answer;
    if (status === 200 || status === 201) {
      command.receipts.push({ id: said.id, stream: said.stream, etag: said.etag });
      return true;
    }
    if (status >= 500) {
      if (status !== 503) this.faults.push(`${name} ${key} was answered with ${status} ${said?.code}`);
      await sleep(100);
      return false;
    }
    command.refused = said?.code ?? String(status);
    if (known) command.denied.push(command.refused);
    else if (!raced.has(command.refused)) this.faults.push(`${name} ${key} was refused: ${JSON.stringify(said).slice(0, 300)}`);
    return true;
  }

  #command(login, name, path, body, first, more = {}) {
    const { token, person } = this.logins[login];
    const key = `${this.run}-${this.commands.length}`;
    const command = { name, key, path: `/api/${path}`, body, token, person, first, sends: 0, receipts: [], denied: [], ...more };
    this.commands.push(command);
    return command;
  }

  #one(of) {
    return of[Math.floor(this.random() * of.length)];
  }

  async #next() {
    const draw = this.random();
    if (draw < 0.3) return this.#report();
    if (draw < 0.65) return (await this.#advance()) ?? this.#report();
    if (draw < 0.8) return this.#hotCase();
    if (draw < 0.9) return this.#acknowledge();
    if (draw < 0.95 || this.people.length < 4) return this.#person();
    return draw < 0.985 ? this.#transfer() : this.#department();
  }

  /** A new stream, to which a process responds with a case. */
  #report(then = (caseId, subject) => this.stories.push({ caseId, subject, step: 'triage', tries: 0 })) {
    const [reporter, subject] = this.#one([
      ['designee', 'operator'],
      ['ranger', 'dispatcher'],
      ['hr', 'ranger'],
      ['clerk', 'operator'],
    ]);
    const accused = this.random() < 0.3 ? [this.logins[subject].person] : [];
    const from = reporter === 'clerk' ? 'unknown' : 'self';
    const body = { channel: 'web', summary: `A post that names no source, ${this.commands.length}.`, accused, from };
    return this.#command(reporter, 'ReceiveReport', 'reports', body, 'ReportReceived', {
      shows: { channel: 'web', accused },
      acknowledged: ({ id }) => then(derivedId('case', id), subject),
    });
  }

  /** The next step of a case that no other client works on now. */
  async #advance() {
    const at = Math.floor(this.random() * this.stories.length);
    const story = this.stories[at];
    if (!story) return undefined;
    this.stories[at] = this.stories.at(-1);
    this.stories.pop();
    const { caseId } = story;
    const subject = this.logins[story.subject].person;
    const step = (login, name, path, body, first, next, shows) =>
      this.#command(login, name, `cases/${caseId}/${path}`, body, first, {
        ...(shows && { shows }),
        acknowledged: () => next && this.stories.push({ ...story, step: next, tries: 0 }),
        // Its case may not have been opened yet: then it is tried again, as another command.
        refusedWith: (code) => code === 'resource.not-found' && story.tries < 50 && this.stories.push({ ...story, tries: story.tries + 1 }),
      });
    switch (story.step) {
      case 'triage': {
        const decision = this.#one(['investigate', 'investigate', 'investigate', 'decline', 'informal']);
        const first = { investigate: 'InvestigationOpened', decline: 'CaseDeclined', informal: 'CaseHandledInformally' }[decision];
        const next = decision === 'investigate' ? 'frame' : undefined;
        return step(
          'communications',
          'TriageCase',
          'triage',
          { decision, ...(decision === 'decline' && { ground: 'other' }), reasons: 'By what the post shows.' },
          first,
          next,
        );
      }
      case 'frame': {
        const body = { subject, clause: 'STD-4', deedFrom: day(this.commands.length % lastDay), facts: 'The post names no source.' };
        const next = this.random() < 0.4 ? 'frame' : 'assign';
        return step('communications', 'FrameAllegation', 'allegations', body, 'AllegationFramed', next, this.#framed(body));
      }
      case 'assign': {
        const investigator = this.logins.works.person;
        return step('manager', 'AssignInvestigator', 'investigator', { investigator }, 'InvestigatorAssigned', 'find', { investigator });
      }
      case 'find': {
        const seen = await this.server.send('GET', `/api/cases/${caseId}`, { token: this.logins.manager.token });
        if (seen?.status !== 200) {
          if (seen && seen.status < 500) this.faults.push(`GET of case ${caseId} answered ${seen.status} ${seen.body?.code}`);
          this.stories.push(story);
          return undefined;
        }
        const allegationId = seen.body.allegations.find(({ finding }) => !finding)?.id;
        if (!allegationId)
          return step('works', 'FileReport', 'report', { summary: 'Nothing found.' }, 'InvestigationReportFiled', 'determine');
        const found = { allegationId, outcome: 'unfounded', standard: 'preponderance' };
        const body = { ...found, reasons: 'The post has its source.', reliesOnUndisclosedSourceAlone: false };
        return step('works', 'RecordFinding', 'findings', body, 'FindingRecorded', 'find', found);
      }
      default:
        return step('manager', 'IssueDetermination', 'determination', { reasons: 'As found.' }, 'DeterminationIssued', undefined);
    }
  }

  #framed({ subject, clause, deedFrom }) {
    return { subject, clause, deed: { from: deedFrom } };
  }

  /** One case that many clients work on at once; from time to time another one. */
  #hotCase() {
    if (!this.hot || this.hot.left === 0) {
      this.hot = { left: 60, caseId: undefined };
      const { hot } = this;
      return this.#report((caseId) => {
        hot.caseId = caseId;
      });
    }
    const { hot } = this;
    if (!hot.caseId) return this.#acknowledge();
    hot.left -= 1;
    if (this.people.length > 0 && this.random() < 0.2) {
      const { person } = this.#one(this.people);
      const path = `cases/${hot.caseId}/witnesses`;
      return this.#command('communications', 'NameWitness', path, { person }, 'WitnessNamed', { shows: { person } });
    }
    const subject = this.logins[this.#one(['ranger', 'operator', 'dispatcher'])].person;
    const body = { subject, clause: 'SEC-2', deedFrom: day(this.commands.length % lastDay), facts: 'Two-factor sign-in was off.' };
    const path = `cases/${hot.caseId}/allegations`;
    return this.#command('communications', 'FrameAllegation', path, body, 'AllegationFramed', { shows: this.#framed(body) });
  }

  /**
   * Acknowledgements on paper that HR enters, a day earlier each time: many go to one person's
   * stream.
   */
  #acknowledge() {
    const given = this.people.length > 0 && this.random() < 0.3 ? this.#one(this.people) : this.logins.chief;
    given.days ??= lastDay;
    given.days -= 1;
    if (given.days < 0) return this.#person();
    const body = { version: '5716', on: day(given.days) };
    return this.#command('hr', 'AcknowledgePolicy', `people/${given.person}/acknowledgements`, body, 'PolicyAcknowledged', {
      shows: { ...body, manner: 'on-paper' },
    });
  }

  #person() {
    const department = this.#one(this.departments);
    const body = { name: `Person ${this.commands.length}`, track: 'permanent', department, from: day(300) };
    return this.#command('hr', 'EnterPerson', 'people', body, 'PersonEntered', {
      shows: { department, track: 'permanent' },
      acknowledged: ({ id }) => this.people.push({ person: id }),
    });
  }

  #transfer() {
    const { person } = this.#one(this.people);
    const body = { department: this.#one(this.departments), from: day(301) };
    return this.#command('hr', 'TransferPerson', `people/${person}/department`, body, 'PersonTransferred', { shows: body });
  }

  /** A name that must be unique, and that two clients may request. */
  #department() {
    const name = `Department ${Math.floor(this.commands.length / 200)}`;
    return this.#command('it', 'EnterDepartment', 'departments', { name }, 'DepartmentEntered', { shows: { name } });
  }
}
