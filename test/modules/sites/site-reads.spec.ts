import { OfficeAssigned } from '../../../src/modules/directory/person.js';
import { GetSiteHandler } from '../../../src/modules/sites/get-site.js';
import {
  AdministratorAdded,
  AdministratorChangeProposed,
  SiteActivated,
  SiteApproved,
  SiteDeclined,
  SiteProposed,
  SiteResumed,
  SiteRetired,
  SiteSuspended,
} from '../../../src/modules/sites/site.js';
import { ListSitesHandler, siteList } from '../../../src/modules/sites/site-list.view.js';
import { newId } from '../../../src/platform/ground/ids.js';
import { caller } from '../../kit/given.js';
import { ask, logOf, rowsAfter } from '../../kit/reads.js';

const [page, video, director, ada, bob] = [newId(), newId(), newId(), newId(), newId()];
const employee = caller(newId());
const proposal = (name: string) =>
  SiteProposed({ name, platform: 'Somewhere', address: `https://social.example/${name}`, department: null, purpose: 'News.' });
const live = {
  on: '2026-02-01',
  archiving: { kind: 'protocol', name: 'Weekly export' },
  civilityPolicy: 'https://city.example/civility',
} as const;

const entries = [
  [
    `person-${director}`,
    OfficeAssigned({
      assignmentId: newId(),
      office: 'IT Director',
      department: null,
      from: '2020-01-01',
      until: null,
      acting: false,
      replaces: null,
      approvedBy: null,
    }),
  ],
  [`site-${page}`, proposal('page')],
  [`site-${page}`, SiteApproved({ administrators: [ada], note: null })],
  [`site-${page}`, SiteActivated(live)],
  [`site-${page}`, AdministratorChangeProposed({ person: bob, change: 'add', reasons: 'Helps out.' })],
  [`site-${video}`, proposal('video')],
] as const;
const log = logOf(...entries);

it('lists the sites by name and by where they stand', async () => {
  const items = async (query: object) => ((await ask(ListSitesHandler, query, employee, log)) as { items: unknown[] }).items;
  const row = (id: string, name: string, status: string) => ({
    ...{ id, name, status },
    platform: 'Somewhere',
    address: `https://social.example/${name}`,
    department: null,
  });
  expect(await items({ limit: 10 })).toEqual([row(page, 'page', 'active'), row(video, 'video', 'proposed')]);
  expect(await items({ limit: 10, status: 'active' })).toEqual([row(page, 'page', 'active')]);
});

it.each([
  ['declined', [SiteDeclined({ reasons: 'Enough.' })]],
  ['approved', [SiteApproved({ administrators: [], note: null })]],
  ['suspended', [SiteSuspended({ cause: 'terms', reasons: 'Unclear.' })]],
  ['active', [SiteResumed({ reasons: 'Clear.' })]],
  ['retired', [SiteRetired({ on: '2026-03-01', reasons: 'Done.' })]],
] as const)('a row becomes %s', (status, events) => {
  const rows = rowsAfter(siteList, logOf([`site-${page}`, proposal('page')], ...events.map((event) => [`site-${page}`, event] as const)));
  expect(rows.get(page)?.status).toBe(status);
  // A site is proposed before anything else happens to it.
  expect(rowsAfter(siteList, logOf(...events.map((event) => [`site-${page}`, event] as const))).size).toBe(0);
});

it('shows a site with its administrators, the IT Director by office', async () => {
  expect(await ask(GetSiteHandler, { siteId: page }, employee, log)).toEqual({
    id: page,
    name: 'page',
    platform: 'Somewhere',
    address: 'https://social.example/page',
    department: null,
    status: 'active',
    purpose: 'News.',
    administrators: [director, ada],
    pending: [{ person: bob, change: 'add' }],
    archiving: live.archiving,
    civilityPolicy: live.civilityPolicy,
    activeSince: '2026-02-01',
  });
  const added = await ask(
    GetSiteHandler,
    { siteId: page },
    employee,
    logOf(...entries, [`site-${page}`, AdministratorAdded({ person: bob })]),
  );
  expect(added).toMatchObject({ administrators: [director, ada, bob], pending: [] });
  expect(await ask(GetSiteHandler, { siteId: video }, employee, log)).toMatchObject({
    status: 'proposed',
    administrators: [],
    archiving: null,
  });
});
