import { AllegationWithdrawn, ConflictDeclared, ReportJoined, SiteNamed, WitnessNamed } from '../../../src/modules/cases/case.js';
import { type CaseInFull, GetCaseHandler } from '../../../src/modules/cases/get-case.js';
import { type CaseSummary, ListCasesHandler } from '../../../src/modules/cases/list-cases.js';
import type { Caller } from '../../../src/platform/access/access.js';
import type { NewEvent, StoredEvent } from '../../../src/platform/events/event.js';
import { derivedId } from '../../../src/platform/ground/ids.js';
import { Refusal } from '../../../src/platform/refusals/refuse.js';
import { seal } from '../../../src/platform/sealing/sealed.js';
import { toldBy, toldIn } from '../../kit/case-row.js';
import { ask, logOf } from '../../kit/reads.js';
import {
  allegationId,
  attorney,
  auditor,
  caseEntries,
  caseId,
  clerk,
  communications,
  councilDecides,
  framed,
  hr,
  id,
  investigating,
  manager,
  opened,
  received,
  reportEntries,
  reportedBy,
  reportId,
  rita,
  sam,
  triage,
} from '../../kit/stories/a-case.js';
import { everyEvent } from '../../kit/stories/every-event.js';

/** As JSON, in which the beginning of a sealed text is the whole token. */
const rowsFor = async (who: Caller, log: readonly StoredEvent[], query: object = {}): Promise<CaseSummary[]> =>
  JSON.parse(JSON.stringify(await ask(ListCasesHandler, { limit: 50, ...query }, who, log))).items;
const shownTo = async (who: Caller, of: string, log: readonly StoredEvent[]): Promise<CaseInFull | null> => {
  try {
    return (await ask(GetCaseHandler, { caseId: of }, who, log)) as CaseInFull;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};
const row = async (who: Caller, events: NewEvent[], reporter: string | null = rita.person) => {
  const log = logOf(...reportEntries(received([sam.person]), reportedBy(reporter)), ...caseEntries(...events));
  return toldIn((await rowsFor(who, log))[0]!);
};

const [site, second, another] = [derivedId('spec', 'site'), derivedId('spec', 'second'), derivedId('spec', 'another')];
const alleged = [...triage, investigating, framed(), SiteNamed({ allegationId, siteId: site })];
const nothing = { readable: false, about: null, clauses: null, gist: null, site: null };
const gist = 'sealed.v1.spec.A post cites no source.';
const whole = { readable: true, about: [sam.person], clauses: ['STD-4'], gist, site: [site] };

describe('a row of the list of cases', () => {
  it('tells those who read the case whom it is about, which clauses and sites, and how its first report begins', async () => {
    for (const who of [manager, communications, attorney, auditor]) expect(await row(who, alleged)).toEqual(whole);
    expect(await row(manager, triage)).toEqual({ ...whole, clauses: [], site: [] });
  });

  it('tells HR no gist, because HR sees outcomes without the prose', async () =>
    expect(await row(hr, alleged)).toEqual({ ...whole, gist: null }));

  it('tells nothing to an office that may list the case and not read it', async () => {
    expect(await row(clerk, alleged)).toEqual(nothing);
    for (const who of [manager, communications]) expect(await row(who, [opened(), councilDecides])).toEqual(nothing);
    expect(await row(attorney, [opened(), councilDecides])).toMatchObject({ readable: true, gist });
  });

  it('tells nothing to a reporter, a witness or one in conflict, and does not say which', async () => {
    for (const who of [hr, manager, auditor]) {
      expect(await row(who, alleged, who.person)).toEqual(nothing);
      expect(await row(who, [...alleged, WitnessNamed({ person: who.person })])).toEqual(nothing);
      expect(await row(who, [...alleged, ConflictDeclared({ person: who.person, reasons: seal('Related.') })])).toEqual(nothing);
    }
  });

  it('counts each person, clause and site once, and no allegation that was withdrawn', async () => {
    const [dora, eric] = [id('dora'), id('eric')];
    const more = [
      { ...framed(dora, second), data: { ...framed(dora, second).data, clause: 'GEN-2' } },
      framed(sam.person, another),
      SiteNamed({ allegationId: second, siteId: derivedId('spec', 'page') }),
      SiteNamed({ allegationId: another, siteId: site }),
      ReportJoined({ reportId: second, accused: [eric, sam.person], subjects: [sam.person, dora, eric], reports: [reportId, second] }),
    ];
    const about = [sam.person, dora, eric].sort();
    expect(await row(auditor, [...alleged, ...more])).toEqual({
      ...whole,
      about,
      clauses: ['GEN-2', 'STD-4'],
      site: [site, derivedId('spec', 'page')].sort(),
    });
    const withdrawn = AllegationWithdrawn({ allegationId: second, subject: dora, replacedBy: null, reasons: seal('Amended.') });
    expect(await row(auditor, [...alleged, ...more, withdrawn])).toEqual({ ...whole, about });
  });

  it('is the same where one case is asked for', async () => {
    const log = logOf(...reportEntries(received([sam.person]), reportedBy(rita.person)), ...caseEntries(...alleged));
    for (const query of [{ report: reportId }, { q: caseId }, { site }])
      expect((await rowsFor(manager, log, query)).map(toldIn)).toEqual([whole]);
  });
});

describe('the list of cases and the case itself', () => {
  const begins = everyEvent.findIndex(({ type }) => type === 'CaseOpened');
  const moments = everyEvent.flatMap(({ stream }, at) =>
    at >= begins && /^(case|report)-/.test(stream) ? [everyEvent.slice(0, at + 1)] : [],
  );

  const gists = { manager: 'yes', communications: 'no yes', attorney: 'yes', auditor: 'yes', hr: 'without', clerk: 'no' };
  it.each(Object.entries({ manager, communications, attorney, clerk, hr, auditor }))(
    'tell the %s the same, at every moment of a case in which everything happens',
    async (name, who) => {
      const met = new Set<string>();
      for (const log of moments)
        for (const one of await rowsFor(who, log)) {
          const due = toldBy(await shownTo(who, one.id, log));
          expect({ at: log.length, ...toldIn(one) }).toEqual({ at: log.length, ...due });
          met.add(due.gist !== null ? 'yes' : due.readable ? 'without' : 'no');
        }
      expect([...met].sort().join(' ')).toBe(gists[name as keyof typeof gists]);
    },
  );
});
