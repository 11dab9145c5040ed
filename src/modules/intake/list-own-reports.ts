import { anyone } from '../../platform/access/access.js';
import { AsOfQuery, listQuery } from '../../platform/queries/query-handler.js';
import { reports, sender } from '../reports/reports.public.js';
import { FollowedReport, followed } from './follow-report.js';
import { reportDuties, senderKey } from './report-duties.view.js';

/** One of the caller's own reports, as far as its sender may know. */
export class OwnReport extends FollowedReport {
  id!: string;
}
/** The latest first. */
export class OwnReports {
  items!: OwnReport[];
}

/** The reports that the caller sent by name, or that were entered with the caller as the reporter. */
export class ListOwnReports extends AsOfQuery<OwnReports> {}

export const ListOwnReportsHandler = listQuery<ListOwnReports, OwnReports>(ListOwnReports, {
  may: [anyone],
  views: [reportDuties],
  async run(_, reads) {
    const { person } = reads.caller;
    const items: OwnReport[] = [];
    for (const { key } of await reads.rows(reportDuties).all({ sentBy: senderKey(person) })) {
      const [now, state] = [await reads.current.state(reports, key), await reads.state(reports, key)];
      if (now.status === 'absent' || state.status === 'absent') continue;
      // As for one of them: who is accused in it meets the wall.
      if (sender.admits(reads.caller, now) === undefined || reports.hiddenFrom?.(now, person)) continue;
      items.push({ id: key, ...(await followed(key, state, reads)) });
    }
    return { items: items.sort((a, b) => b.receivedOn.localeCompare(a.receivedOn) || a.id.localeCompare(b.id)) };
  },
});
