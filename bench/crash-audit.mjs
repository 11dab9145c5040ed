/**
 * Conditions on a log after crashes: it holds everything that was acknowledged, and nothing twice.
 * Pure: it compares the clients' answers with an auditor's reading, and does not know how either
 * was fetched.
 */

const idOf = (stream) => stream.slice(stream.indexOf('-') + 1);
const bySystem = (event) => event.actor?.office === 'System';
/**
 * The first read of a case per sign-in appends this event to a stream of its own: a second one in
 * that stream would be a duplicate.
 */
const byReading = (event) => event.type === 'CaseSeen' && event.revision === 0;

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Whether `shown` holds every field of `expected`, at any depth. */
function holds(shown, expected) {
  if (expected === null || typeof expected !== 'object') return shown === expected;
  return shown !== null && typeof shown === 'object' && Object.entries(expected).every(([name, value]) => holds(shown[name], value));
}

/**
 * The effects that each of these events must have exactly once: which event follows, under which
 * key.
 */
function effectRules(log) {
  const subjectOf = new Map(log.filter(({ type }) => type === 'ProceedingOpened').map(({ stream, data }) => [stream, data.subject]));
  const admitted = new Set(log.filter(({ type }) => type === 'FactAdmitted').map(({ stream }) => stream));
  const ofSubject = ({ stream, data }) => [`${data.caseId} ${subjectOf.get(stream)}`];
  return [
    {
      causes: { ReportReceived: ({ stream }) => [idOf(stream)] },
      effects: { CaseOpened: ({ data }) => [data.reportId] },
    },
    {
      causes: { CaseOpened: ({ stream, data }) => [`${data.reportId} to case ${idOf(stream)}`] },
      effects: { ReportAttached: ({ stream, data }) => [`${idOf(stream)} to case ${data.caseId}`] },
    },
    {
      causes: { AllegationFramed: ({ data }) => [data.allegationId] },
      effects: { AllegationPut: ({ data }) => [data.allegation.allegationId] },
    },
    {
      causes: {
        DeterminationIssued: ({ stream, data }) => [...new Set(data.outcomes.map(({ subject }) => `${idOf(stream)} ${subject}`))],
      },
      effects: {
        NothingSustained: ofSubject,
        AllegationsSustained: (event) => (event.data.by === 'determination' ? ofSubject(event) : []),
      },
    },
    {
      // A case with discipline in it closes later, or not within this log: it may close at most
      // once.
      causes: {
        CaseDeclined: ({ stream }) => [stream],
        CaseHandledInformally: ({ stream }) => (admitted.has(stream) ? [] : [stream]),
        DeterminationIssued: ({ stream, data }) => (data.outcomes.some(({ outcome }) => outcome === 'sustained') ? [] : [stream]),
      },
      effects: { CaseClosed: ({ stream }) => [stream] },
      mayComeAlone: true,
    },
  ];
}

/**
 * Reactions that are missing from the log (work still to be done, or lost), and those that happened
 * more often than their cause.
 * @returns {{ missing: string[], doubled: string[] }}
 */
export function reactions(log) {
  const missing = [];
  const doubled = [];
  for (const { causes, effects, mayComeAlone } of effectRules(log)) {
    const keysOf = (rules) => log.flatMap((event) => rules[event.type]?.(event) ?? []);
    const caused = grouped(keysOf(causes), (key) => key);
    const effected = grouped(keysOf(effects), (key) => key);
    const named = Object.keys(effects).join(' or ');
    for (const key of caused.keys()) if (!effected.has(key)) missing.push(`${Object.keys(causes)[0]} ${key} has no ${named}`);
    for (const [key, found] of effected) {
      if (found.length > 1) doubled.push(`${named} ${key} is there ${found.length} times`);
      if (!caused.has(key) && !mayComeAlone) doubled.push(`${named} ${key} was caused by nothing`);
    }
  }
  return { missing, doubled };
}

/**
 * Checks that streams have no gaps, positions ascend, ids are unique, and commands were appended in
 * one piece.
 */
function shape(log, streams) {
  const faults = [];
  const doubled = [];
  for (let i = 1; i < log.length; i += 1)
    if (Number(log[i].position) <= Number(log[i - 1].position)) faults.push(`position ${log[i].position} does not ascend`);
  for (const [stream, events] of streams)
    events.forEach(({ revision }, i) => {
      if (revision !== i) faults.push(`${stream} should continue at revision ${i}, but continues at ${revision}`);
    });
  for (const [id, events] of grouped(log, ({ id }) => id))
    if (events.length > 1) doubled.push(`event ${id} is there ${events.length} times`);
  const named = log.filter(({ type }) => type === 'DepartmentEntered');
  for (const [name, events] of grouped(named, ({ data }) => data.name.toLowerCase()))
    if (events.length > 1) doubled.push(`the department name ${name} is there ${events.length} times`);
  for (const [commandId, events] of grouped(log, ({ commandId }) => commandId)) {
    const last = events.at(-1);
    const inOnePiece = events.every(
      ({ stream, revision }, i) => stream === last.stream && revision === last.revision - (events.length - 1 - i),
    );
    if (commandId !== null && !inOnePiece) doubled.push(`command ${commandId} was carried out twice, last in ${last.stream}`);
  }
  return { faults, doubled };
}

/** What each command left in a stream. What the auditor is not told by which command it came starts a report. */
function piecesOf(events) {
  const pieces = [...grouped(events, ({ commandId }) => commandId ?? 'withheld').values()];
  return pieces.map((piece) => piece.filter(({ commandId, revision }, i) => commandId !== null || revision === i));
}

/**
 * The events that one acknowledged command left, or the reason why they are missing. A receipt
 * names no revision: a command is known by its first event, of which no other command can claim
 * that it left it.
 */
function eventsOf({ name, key, person, first, shows }, { stream }, streams, owners) {
  const what = `${name} ${key}, acknowledged in ${stream},`;
  const begun = piecesOf(streams.get(stream) ?? []).filter(([begins]) => begins?.type === first);
  const free = begun.filter(([{ id }]) => !owners.has(id));
  if (free.length === 0) return { lost: `${what} ${begun.length > 0 ? `is the ${first} of another command` : 'is not in the log'}` };
  const theirs = free.filter(([{ actor }]) => !actor || actor.person === person);
  if (theirs.length === 0) return { lost: `${what} was recorded as done by someone else` };
  const own = theirs.find(([{ data }]) => !shows || holds(data, shows));
  return own ? { own } : { lost: `${what} holds other data than was sent` };
}

/**
 * Each acknowledged command with its events, and every other event that a command of a person left.
 */
function acknowledgements(commands, log, streams, since) {
  const lost = [];
  const doubled = [];
  const owners = new Set();
  let acknowledged = 0;
  for (const command of commands) {
    const [receipt, ...repeats] = command.receipts;
    if (!receipt) continue;
    acknowledged += 1;
    for (const repeat of repeats)
      if (repeat.id !== receipt.id || repeat.stream !== receipt.stream || repeat.etag !== receipt.etag)
        doubled.push(`${command.name} ${command.key} was told ${receipt.stream} ${receipt.etag}, then ${repeat.stream} ${repeat.etag}`);
    if (command.denied.length > 0)
      lost.push(`${command.name} ${command.key} was acknowledged, then its repeat refused: ${command.denied[0]}`);
    const found = eventsOf(command, receipt, streams, owners);
    if (found.lost) {
      lost.push(found.lost);
      continue;
    }
    for (const event of found.own) owners.add(event.id);
  }
  for (const event of log)
    if (Number(event.position) > since && !bySystem(event) && !byReading(event) && !owners.has(event.id))
      doubled.push(`${event.type} in ${event.stream} revision ${event.revision} belongs to no acknowledged command`);
  return { acknowledged, lost, doubled };
}

const statusAfter = {
  CaseOpened: 'triage',
  CaseDeclined: 'declined',
  CaseHandledInformally: 'informal',
  InvestigationOpened: 'investigating',
  InvestigationReportFiled: 'reported',
  DeterminationIssued: 'determined',
  CaseClosed: 'closed',
};

/** Whether a list of cases agrees with the log. */
function views(log, listed) {
  const faults = [];
  const rows = grouped(listed, ({ id }) => id);
  const inLog = grouped(
    log.filter(({ stream }) => stream.startsWith('case-')),
    ({ stream }) => idOf(stream),
  );
  for (const [id, found] of rows) {
    if (found.length > 1) faults.push(`the list of cases shows ${id} ${found.length} times`);
    if (!inLog.has(id)) faults.push(`the list of cases shows ${id}, which is not in the log`);
  }
  for (const [id, events] of inLog) {
    const [row] = rows.get(id) ?? [];
    const count = (type) => events.filter((event) => event.type === type).length;
    const status = events.map(({ type }) => statusAfter[type]).findLast(Boolean);
    if (!row) faults.push(`the list of cases does not show ${id}`);
    else if (row.status !== status) faults.push(`the list of cases shows ${id} as ${row.status}; by the log it is ${status}`);
    else if (row.allegations !== count('AllegationFramed') || row.findings !== count('FindingRecorded') + count('FactAdmitted'))
      faults.push(`the list of cases miscounts the allegations or findings of ${id}`);
  }
  return faults;
}

/**
 * Judges a run. `commands` holds every answer that clients got; `log` is the whole log as the
 * auditor reads it; `cases` is the list of cases. From the position `since` on, only `commands`
 * were given.
 */
export function audit({ commands, log, cases, since }) {
  const streams = grouped(log, ({ stream }) => stream);
  const form = shape(log, streams);
  const given = acknowledgements(commands, log, streams, since);
  const followed = reactions(log);
  const parked = log
    .filter(({ type }) => type === 'WorkParked')
    .map(({ data }) => `${data.process} ${data.key} was parked: ${data.reason}`);
  return {
    acknowledged: given.acknowledged,
    lost: [...given.lost, ...followed.missing],
    doubled: [...new Set([...given.doubled, ...form.doubled, ...followed.doubled])],
    faults: [...form.faults, ...parked, ...views(log, cases)],
  };
}
