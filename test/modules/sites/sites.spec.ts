import { ActivateSiteHandler } from '../../../src/modules/sites/activate-site.js';
import { DecideAdministratorChangeHandler, ProposeAdministratorChangeHandler } from '../../../src/modules/sites/change-administrators.js';
import { ApproveSiteHandler, DeclineSiteHandler } from '../../../src/modules/sites/decide-site.js';
import { ProposeSiteHandler } from '../../../src/modules/sites/propose-site.js';
import { RetireSiteHandler } from '../../../src/modules/sites/retire-site.js';
import {
  AdministratorAdded,
  AdministratorChangeDeclined,
  AdministratorChangeProposed,
  AdministratorRemoved,
  SiteActivated,
  SiteApproved,
  SiteDeclined,
  SiteProposed,
  SiteResumed,
  SiteRetired,
  SiteSuspended,
} from '../../../src/modules/sites/site.js';
import { ResumeSiteHandler, SuspendSiteHandler } from '../../../src/modules/sites/suspend-site.js';
import type { NewEvent } from '../../../src/platform/events/event.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { caller, given, today } from '../../kit/given.js';

const siteId = newId();
const [it_, ada, bob, gone] = [newId(), newId(), newId(), newId()];
const communications = caller(newId(), 'Communications Manager');
const manager = caller(newId(), 'City Manager');
const itDirector = caller(it_, 'IT Director');
const clerk = caller(newId(), 'City Clerk');

const site = {
  name: 'City page',
  platform: 'Facebook',
  address: 'https://social.example/kalispell',
  department: null,
  purpose: 'News of the city.',
};
const proposed = [SiteProposed(site)];
const approved = [...proposed, SiteApproved({ administrators: [ada], note: null })];
const live = {
  on: today,
  archiving: { kind: 'tool' as const, name: 'Archive Social' },
  civilityPolicy: 'https://city.example/civility',
};
const active = [...approved, SiteActivated(live)];
const suspended = [...active, SiteSuspended({ cause: 'vandalised', reasons: 'Posts nobody wrote.' })];
const retired = [...active, SiteRetired({ on: today, reasons: 'Nobody reads it.' })];
const inService = new Set([ada, bob, it_]);
const facts = { itDirectors: [it_], inService };

describe('proposing a site', () => {
  it('is for the Communications Manager', () => {
    given().when(ProposeSiteHandler, site, communications, { departmentExists: true }).then(SiteProposed(site));
    given().when(ProposeSiteHandler, site, manager, { departmentExists: true }).refused('access.not-permitted');
  });

  it('for a department takes one that exists', () =>
    given()
      .when(ProposeSiteHandler, { ...site, department: newId() }, communications, { departmentExists: false })
      .refused('site.no-such-department'));
});

describe('deciding on a site', () => {
  it('is for the City Manager', () => {
    given(...proposed)
      .when(ApproveSiteHandler, { siteId, administrators: [ada] }, manager, facts)
      .then(SiteApproved({ administrators: [ada], note: null }));
    given(...proposed)
      .when(DeclineSiteHandler, { siteId, reasons: 'Too many.' }, manager)
      .then(SiteDeclined({ reasons: 'Too many.' }));
    given(...proposed)
      .when(ApproveSiteHandler, { siteId }, communications, facts)
      .refused('access.not-permitted');
  });

  it('happens once', () => {
    given(...approved)
      .when(ApproveSiteHandler, { siteId }, manager, facts)
      .refused('site.decided');
    given(...approved)
      .when(DeclineSiteHandler, { siteId, reasons: 'Too many.' }, manager)
      .refused('site.decided');
  });

  it('gives it the IT Director as an administrator from the start, or is not done', () => {
    const approving = (administrators: string[], given_ = facts) =>
      given(...proposed).when(ApproveSiteHandler, { siteId, administrators }, manager, given_);
    approving([ada], { ...facts, itDirectors: [] }).refused('site.no-it-director');
    approving([it_]).refused('site.administrator-by-office', ['administrators.0']);
    approving([gone]).refused('site.unknown-person', ['administrators.0']);
    approving([ada, ada]).refused('site.administrator-named-twice', ['administrators.1']);
  });
});

describe('a site goes live', () => {
  const command = { siteId, archiving: 'tool', archivedBy: 'Archive Social', civilityPolicy: live.civilityPolicy } as const;
  const going = (past: readonly NewEvent[], more = {}) => given(...past).when(ActivateSiteHandler, { ...command, ...more }, communications);

  it('once it is approved, archived, and links the civility policy', () => {
    going(approved).then(SiteActivated(live));
    going(approved, { on: '2026-02-27' }).then(SiteActivated({ ...live, on: '2026-02-27' }));
  });
  it('not before its approval', () => going(proposed).refused('site.not-approved'));
  it('once', () => going(suspended).refused('site.not-activable'));
  it('on no day ahead', () => going(approved, { on: '2026-03-03' }).refused('site.day-in-future'));
});

describe('a site out of use', () => {
  const suspend = { siteId, cause: 'vandalised', reasons: 'Posts nobody wrote.' } as const;
  const resume = { siteId, reasons: 'Passwords changed.' };

  it.each([communications, itDirector, manager])('is taken out at once by those who look after it', (who) =>
    given(...active)
      .when(SuspendSiteHandler, suspend, who)
      .then(SiteSuspended({ cause: suspend.cause, reasons: suspend.reasons })),
  );
  it('was in use before', () =>
    given(...suspended)
      .when(SuspendSiteHandler, suspend, itDirector)
      .refused('site.not-active'));
  it('comes back by the Communications Manager', () => {
    given(...suspended)
      .when(ResumeSiteHandler, resume, communications)
      .then(SiteResumed({ reasons: resume.reasons }));
    given(...active)
      .when(ResumeSiteHandler, resume, communications)
      .refused('site.not-suspended');
  });
});

describe('retiring a site', () => {
  const retiring = (past: readonly NewEvent[], more = {}) =>
    given(...past).when(RetireSiteHandler, { siteId, reasons: 'Nobody reads it.', ...more }, manager);

  it('is for the City Manager, for good', () => {
    retiring(suspended).then(SiteRetired({ on: today, reasons: 'Nobody reads it.' }));
    retiring(retired).refused('site.retired');
  });
  it('takes one that was approved', () => retiring(proposed).refused('site.not-approved'));
  it('on no day ahead', () => retiring(active, { on: '2026-03-03' }).refused('site.day-in-future'));
});

describe('administrators', () => {
  const add = { siteId, person: bob, change: 'add', reasons: 'Helps out.' } as const;
  const remove = { siteId, person: ada, change: 'remove', reasons: 'Has left the desk.' } as const;
  const proposing = (past: readonly NewEvent[], command: object, serves = true) =>
    given(...past).when(ProposeAdministratorChangeHandler, command, communications, { itDirectors: [it_], inService: serves });
  const pending = [...active, AdministratorChangeProposed({ person: bob, change: 'add', reasons: 'Helps out.' })];
  const leaving = [...active, AdministratorChangeProposed({ person: ada, change: 'remove', reasons: 'Has left the desk.' })];

  it('are proposed by the Communications Manager', () => {
    proposing(active, add).then(AdministratorChangeProposed({ person: bob, change: 'add', reasons: 'Helps out.' }));
    proposing(active, remove).then(AdministratorChangeProposed({ person: ada, change: 'remove', reasons: 'Has left the desk.' }));
  });

  it('are not proposed where there is nothing to change', () => {
    proposing(proposed, add).refused('site.not-approved');
    proposing(retired, add).refused('site.retired');
    proposing(pending, add).refused('site.change-pending');
    proposing(active, { ...add, person: it_ }).refused('site.administrator-by-office', ['person']);
    proposing(active, { ...add, person: ada }).refused('site.administrator-already');
    proposing(active, { ...remove, person: bob }).refused('site.no-administrator');
    proposing(active, { ...add, person: gone }, false).refused('site.unknown-person', ['person']);
  });

  it('are decided on by the City Manager', () => {
    given(...pending)
      .when(DecideAdministratorChangeHandler, { siteId, person: bob, decision: 'approve' }, manager)
      .then(AdministratorAdded({ person: bob }));
    given(...leaving)
      .when(DecideAdministratorChangeHandler, { siteId, person: ada, decision: 'approve' }, manager)
      .then(AdministratorRemoved({ person: ada }));
    given(...pending)
      .when(DecideAdministratorChangeHandler, { siteId, person: bob, decision: 'decline', reasons: 'Enough of them.' }, manager)
      .then(AdministratorChangeDeclined({ person: bob, reasons: 'Enough of them.' }));
    given(...pending)
      .when(DecideAdministratorChangeHandler, { siteId, person: bob, decision: 'approve' }, clerk)
      .refused('access.not-permitted');
  });

  it('change by what was proposed alone', () => {
    const deciding = (past: readonly NewEvent[], more = {}) =>
      given(...past).when(DecideAdministratorChangeHandler, { siteId, person: bob, decision: 'approve', ...more }, manager);
    deciding(proposed).refused('site.not-approved');
    deciding(active).refused('site.change-not-pending');
    deciding(pending, { decision: 'decline' }).refused('site.reasons-missing');
    deciding([...pending, AdministratorAdded({ person: bob })]).refused('site.change-not-pending');
  });
});
