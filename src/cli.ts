#!/usr/bin/env node
import 'reflect-metadata';
import process from 'node:process';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { BackupOptions } from './cli/backup.js';
import type { CaseExportOptions } from './cli/case-export.js';
import type { CopyOptions } from './cli/copy-log.js';
import { exitCodeOf, lineOf, tell, UsageError } from './cli/failure.js';
import type { ImportOptions } from './cli/import-policy.js';
import { encodings } from './cli/policy-import/source.js';
import type { SetupOptions } from './cli/setup.js';
import type { PrepareOptions } from './cli/store-prepare.js';
import { configOfProcess, esdbFilesOfProcess } from './config.js';
import { offices } from './platform/access/access.js';

// No other user of the machine may read the files that it writes.
process.umask(0o077);

const position = (text: string): number => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('It takes a position: a whole number from 0.');
  return value;
};

const caseFormats = ['html', 'json'] as const;
const fileAudiences = [
  'decider',
  'counsel',
  'hr',
  'auditor',
  'subject',
  'prosecutor',
  'public',
] as const satisfies readonly CaseExportOptions['audience'][];

const formats = (text: string): (typeof caseFormats)[number][] => {
  const asked = caseFormats.filter((format) => text.split(',').includes(format));
  if (asked.length === 0 || asked.length !== text.split(',').length) throw new InvalidArgumentError('It takes html, json, or html,json.');
  return asked;
};

/**
 * Everyone in service is an Employee; the other two are offices of a department, and the department
 * is entered later.
 */
const notOffered: ReadonlySet<string> = new Set(['Employee', 'Director', 'Designee']);

const environment = `
Environment:
  CASEBOOK_DATA             directory of the data (default ./data)
  CASEBOOK_EVENTS           where the log is, if not there (esdb://…; see docs/operations/configuration.md)
  CASEBOOK_MASTER_KEY_FILE  file of the master key (default master.key in it)
  CASEBOOK_TIME_ZONE        time zone of the city (default America/Denver)
  CASEBOOK_TOKEN            token with which \`policy import\` and \`case export\` act

It ends with 0, with 1 where something is wrong, with 2 where it was called wrongly.
\`casebook <command> --help\` tells more of a command.`;

const leaves = (command: Command): Command[] => (command.commands.length > 0 ? command.commands.flatMap(leaves) : [command]);
const pathOf = (command: Command): string => (command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name());

const program = new Command('casebook')
  .description('Casebook on the command line. `npm start` serves it; these work on its data.')
  .exitOverride()
  .helpCommand(false)
  .configureHelp({
    visibleCommands: (command) => command.commands.flatMap(leaves),
    subcommandTerm: (command) => `${pathOf(command)} ${command.usage()}`,
  })
  .configureOutput({ outputError: (text, write) => write(`casebook: ${text.replace(/^error: /, '').replace(/\n(?=.)/g, ' ')}`) })
  .addHelpText('after', environment);

program
  .command('replay')
  .usage('--verify')
  .description('rebuild every view from the log and compare it with the live one; check the log, and that every key opens what it sealed')
  .option('--verify', 'what there is: nothing is changed, and a running server goes on')
  .action(async ({ verify }: { verify?: true }) => {
    if (!verify)
      throw new UsageError(
        'replay takes --verify, which only compares; to have the views built anew, stop the server, delete views.db and start it',
      );
    await (await import('./cli/replay.js')).verify(configOfProcess());
  });

const log = program.command('log').description('the event log');
log
  .command('export')
  .usage('[--out FILE] [--after POSITION] [--force]')
  .description('write the log as JSON Lines, one stored event a line; what is sealed stays sealed')
  .option('--out <file>', 'write to this file instead of the standard output')
  .option('--after <position>', 'only the events after this position', position, 0)
  .option('--force', 'replace the file where it exists')
  .action(async (options) => (await import('./cli/log-export.js')).exportLog(configOfProcess(), options));

log
  .command('import')
  .argument('<file>', 'what `log export` wrote, from the beginning of its log')
  .usage('FILE')
  .description('write an exported log into the one of this data, which must be empty or hold how it begins; the server must be stopped')
  .action(async (file: string) => (await import('./cli/log-import.js')).importLog(configOfProcess(), file));

program
  .command('store')
  .description('the store of the log')
  .command('prepare')
  .usage('--admin-credentials-file FILE [--force]')
  .description("enter Casebook's user on EventStoreDB and set what it may: append and read its streams, never delete nor cut them")
  .requiredOption('--admin-credentials-file <file>', 'login:password of an administrator of the server')
  .option('--force', 'replace other access lists that the server has for its streams')
  .action(async (options: PrepareOptions) => (await import('./cli/store-prepare.js')).prepareStore(configOfProcess(), options));

program
  .command('copy')
  .usage('--from STORE --to STORE')
  .description('copy a log into another store, event by event in its order, and prove that both are equal; given again, it goes on')
  .requiredOption('--from <store>', 'a data directory, esdb://… or esdb+discover://…')
  .requiredOption('--to <store>', 'likewise; empty, or holding how the other begins, and written by nobody else')
  .option('--from-credentials-file <file>', 'login:password for the one; CASEBOOK_EVENTS_CREDENTIALS_FILE unless given')
  .option('--from-ca-file <file>', 'certificate authority of the one; CASEBOOK_EVENTS_CA_FILE unless given')
  .option('--to-credentials-file <file>', 'login:password for the other; CASEBOOK_EVENTS_CREDENTIALS_FILE unless given')
  .option('--to-ca-file <file>', 'certificate authority of the other; CASEBOOK_EVENTS_CA_FILE unless given')
  .action(async (options: CopyOptions) => (await import('./cli/copy-log.js')).copyLog(options, esdbFilesOfProcess()));

program
  .command('case')
  .description('cases')
  .command('export')
  .argument('<case>', 'id or ref of the case')
  .usage('CASE --audience NAME --purpose TEXT --out DIR [--as-of MOMENT] [--format html,json] [--subject PERSON] [--force]')
  .description('write the file of a case as it stood, redacted for an audience; who takes it, and for what, is recorded')
  .addOption(new Option('--audience <name>', 'for whom it is').choices(fileAudiences).makeOptionMandatory())
  .requiredOption('--purpose <text>', 'what it is for; recorded with the look')
  .requiredOption('--out <directory>', 'where to write case-file.html, case-file.json and manifest.json')
  .option('--as-of <moment>', 'an ISO 8601 time with offset, or, for the Auditor, @ and a position of the log; now unless given')
  .option('--format <formats>', 'html, json, or both with a comma between', formats, [...caseFormats])
  .option('--subject <person>', 'id of the subject, with --audience subject')
  .option('--force', 'replace files that exist')
  .option('--server <url>', 'a running server, for example http://127.0.0.1:3000; unless given, the data directory of a stopped one')
  .option('--token-file <file>', 'file with a token of who takes it; CASEBOOK_TOKEN serves as well')
  .option('--login <login>', 'sign in instead; the password is asked for')
  .option('--password-file <file>', 'with --login: file with the password')
  .action(async (id: string, options: CaseExportOptions) => {
    if ((options.audience === 'subject') !== (options.subject !== undefined))
      throw new UsageError('case export takes --subject with --audience subject, and with no other');
    await (await import('./cli/case-export.js')).exportCase(configOfProcess, id, options);
  });

program
  .command('setup')
  .usage('--name NAME --login LOGIN --office OFFICE...')
  .description('enter a person with offices and an account, as for the first of a city; the server must be stopped')
  .requiredOption('--name <name>', 'name of the person')
  .requiredOption('--login <login>', 'what they sign in with')
  .addOption(
    new Option('--office <office...>', 'offices they hold from today on')
      .choices(offices.filter((office) => !notOffered.has(office)))
      .makeOptionMandatory(),
  )
  .option('--title <title>', 'their title')
  .option('--track <track>', 'how they are employed', 'managerial')
  .action(async (options: SetupOptions) => (await import('./cli/setup.js')).setup(configOfProcess(), options));

program
  .command('backup')
  .usage('--out DIR [--with-master-key]')
  .description('copy the embedded log, the accounts with their keys, and the files into a new directory; a running server goes on')
  .requiredOption('--out <directory>', 'directory to make')
  .option('--with-master-key', 'put the master key in too: whoever holds the backup then reads all of it')
  .action(async (options: BackupOptions) => (await import('./cli/backup.js')).backUp(configOfProcess(), options));

program
  .command('restore')
  .argument('<backup>', 'directory that `casebook backup` made')
  .usage('BACKUP')
  .description('put a backup into the data directory, which must be empty, and read all of it; the views are built anew by the next start')
  .action(async (backup: string) => (await import('./cli/restore.js')).restore(configOfProcess(), backup));

program
  .command('policy')
  .description('the policy')
  .command('import')
  .argument('<file>', 'Markdown, or plain text as taken from a PDF')
  .usage('FILE --version NAME --instrument NAME --adopted DAY --effective DAY [--against VERSION] [--yes | --dry-run]')
  .description('read a policy into clauses, show what was made of it, and adopt it; of an amended text, enter the amendment')
  .option('--version <name>', 'short name by which the version is cited, for example 5716')
  .option('--instrument <name>', 'what adopted it, for example "Resolution 5716"')
  .option('--adopted <day>', 'day of its adoption, YYYY-MM-DD')
  .option('--effective <day>', 'first day in force, YYYY-MM-DD; it may lie ahead')
  .option('--note <text>', 'a note to go with the version')
  .option('--against <version>', 'the version that the text amends: only what differs is entered')
  .addOption(new Option('--encoding <name>', 'how the file is encoded, where it is not UTF-8').choices(encodings))
  .option('--yes', 'adopt without asking')
  .option('--dry-run', 'only show what would be adopted')
  .option('--json', 'write it as JSON; adopts with --yes alone')
  .option('--server <url>', 'a running server, for example http://127.0.0.1:3000; unless given, the data directory of a stopped one')
  .option('--token-file <file>', 'file with a token of the City Clerk; CASEBOOK_TOKEN serves as well')
  .option('--login <login>', 'sign in instead; the password is asked for')
  .option('--password-file <file>', 'with --login: file with the password')
  .action(async (file: string, options: ImportOptions) => {
    if (options.yes && options.dryRun) throw new UsageError('policy import takes --yes or --dry-run, not both');
    await (await import('./cli/import-policy.js')).importPolicy(file, options);
  });

program
  .command('account')
  .description('accounts')
  .command('reset')
  .usage('--login LOGIN | --person ID')
  .description('give someone who is locked out a new password and end their tokens; a running server goes on')
  .option('--login <login>', 'what they sign in with')
  .option('--person <id>', 'id of the person')
  .action(async (options: { login?: string; person?: string }) => {
    if ((options.login === undefined) === (options.person === undefined))
      throw new UsageError('account reset takes either --login or --person');
    await (await import('./cli/reset-account.js')).resetAccount(configOfProcess(), options);
  });

// The reader of the output may stop reading: that ends the work, and nobody is left to tell.
const unread = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';
process.stdout.on('error', (error) => {
  if (!unread(error)) throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    if (!unread(error)) tell(`casebook: ${lineOf(error)}`);
    process.exitCode = exitCodeOf(error);
  }
}
