import { readFileSync, statSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { configOfProcess } from '../config.js';
import { credentialsOf, fileTrouble, type SignInOptions, type SignInWith, serverOf } from './credentials.js';
import { Failure, say, UsageError } from './failure.js';
import { amendmentOf } from './policy-import/match.js';
import { type ProposedClause, proposalOf } from './policy-import/propose.js';
import { bytesAtMost, type Encoding, textOf, Unreadable } from './policy-import/source.js';
import { adoptionReport, amendmentReport } from './policy-report.js';
import { type Body, commandOf, LocalPolicy, type PolicyChangeKind, type PolicyStore, type Recorded, RemotePolicy } from './policy-store.js';

export interface ImportOptions extends SignInOptions {
  readonly version?: string;
  readonly instrument?: string;
  readonly adopted?: string;
  readonly effective?: string;
  readonly note?: string;
  /** The version that the text amends. */
  readonly against?: string;
  readonly encoding?: Encoding;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Made {
  readonly kind: PolicyChangeKind;
  readonly title: string | null;
  readonly content: Body;
  readonly clauses: readonly ProposedClause[];
  readonly notes: readonly object[];
  readonly nothing: boolean;
  readonly report: () => string;
}

/**
 * Reads a policy's text and shows the result. After confirmation it adopts the text, or amends a
 * version by it.
 */
export async function importPolicy(file: string, options: ImportOptions): Promise<void> {
  const { dryRun = false, json = false, yes = false } = options;
  const facts = factsOf(options, !dryRun);
  const text = textIn(file, options.encoding);
  const who = once(() => credentialsOf(options));
  const store =
    options.server === undefined ? new LocalPolicy(configOfProcess()) : new RemotePolicy(serverOf(options.server), await needed(who));
  const made = await proposed(file, text, options.against, store);
  const body = { ...facts, ...made.content };
  if (!dryRun) commandOf(made.kind, body);

  let receipt: Recorded | null = null;
  if (!json) say(made.report());
  if (made.nothing && !json) say(`The text says what version ${options.against} says: there is nothing to amend.`);
  if (!dryRun && !made.nothing && (yes || (!json && (await confirmed(made.kind, body)))))
    receipt = await store.send(made.kind, body, await needed(who));
  if (json) {
    const { kind, title, clauses, notes } = made;
    say(JSON.stringify({ file, kind, title, command: body, clauses, notes, receipt }, null, 2));
  } else if (receipt) say(`Version ${body.version} is ${made.kind === 'adoption' ? 'adopted' : 'entered as an amendment'}.`);
  else say('Nothing was adopted.');
}

function textIn(file: string, encoding: Encoding | undefined): string {
  try {
    const { size } = statSync(file);
    if (size > bytesAtMost) throw new Unreadable(`the file has ${size} bytes; a policy has ${bytesAtMost} at most`);
    return textOf(readFileSync(file), encoding);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The error of a file in words; any other error unchanged. */
const unreadable = (file: string, error: unknown): unknown =>
  error instanceof Unreadable ? new Failure(`${file}: ${error.message}`) : fileTrouble(file, error);

function factsOf({ version, instrument, adopted, effective, note, against }: ImportOptions, all: boolean): Body {
  const given = { version, instrument, adoptedOn: adopted, effectiveFrom: effective };
  const flags: Readonly<Record<string, string>> = {
    version: '--version',
    instrument: '--instrument',
    adoptedOn: '--adopted',
    effectiveFrom: '--effective',
  };
  const missing = Object.entries(given).filter(([, value]) => value === undefined);
  if (all && missing.length > 0)
    throw new UsageError(
      `policy import also takes ${missing.map(([name]) => flags[name]).join(', ')}; with --dry-run it shows what it would make of the file`,
    );
  return { ...given, ...(note !== undefined && { note }), ...(against !== undefined && { base: against }) };
}

async function proposed(file: string, text: string, against: string | undefined, store: PolicyStore): Promise<Made> {
  try {
    const proposal = proposalOf(text);
    const { title } = proposal;
    if (against === undefined)
      return {
        kind: 'adoption',
        title,
        content: {
          clauses: proposal.clauses.map(({ line: _, givenId: __, sure: ___, text: words, ...clause }) => ({
            ...clause,
            ...(words && { text: words }),
          })),
        },
        clauses: proposal.clauses,
        notes: proposal.notes,
        nothing: false,
        report: () => adoptionReport(proposal),
      };
    const versions = await store.versions();
    const base = versions.find(({ version }) => version === against);
    if (!base)
      throw new Failure(
        `there is no version ${against}; there ${versions.length === 0 ? 'is none yet' : `are ${versions.map(({ version }) => version).join(', ')}`}`,
      );
    const used = versions.flatMap(({ clauses }) => clauses.map(({ id }) => id));
    const amendment = amendmentOf(base.clauses, used, proposal);
    const { added, ...changes } = amendment.changes;
    return {
      kind: 'amendment',
      title,
      content: { ...changes, added: added.map(({ text: words, ...clause }) => ({ ...clause, ...(words && { text: words }) })) },
      clauses: amendment.clauses,
      notes: amendment.notes,
      nothing: Object.values(amendment.changes).every((list) => list.length === 0),
      report: () => amendmentReport(base.clauses, amendment, title),
    };
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function confirmed(kind: PolicyChangeKind, body: Body): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure('nothing was adopted: there is nobody to ask; --yes adopts without asking, --dry-run only shows');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const what =
      kind === 'adoption' ? `Adopt this as version ${body.version}` : `Enter this as version ${body.version}, an amendment of ${body.base}`;
    const answer = await lines.question(`${what}, in force from ${body.effectiveFrom}? [y/N] `);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

async function needed(who: () => Promise<SignInWith | undefined>): Promise<SignInWith> {
  const given = await who();
  if (!given) throw new UsageError('policy import acts for the City Clerk: give --token-file or CASEBOOK_TOKEN, or --login');
  return given;
}
