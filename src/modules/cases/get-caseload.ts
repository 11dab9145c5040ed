import { office } from '../../platform/access/access.js';
import { streamName } from '../../platform/events/envelope.js';
import type { Day } from '../../platform/ground/clock.js';
import { PersonRef } from '../../platform/queries/names.js';
import { AsOfQuery, listQuery, type Row } from '../../platform/queries/query-handler.js';
import { cases } from './case.js';
import { type CaseRow, type CaseStatus, caseList, caseStatuses, type WaitedFor, waitedFor } from './case-list.view.js';

/** The number of open cases of a kind, and their age. */
export class Load {
  cases!: number;
  /** Past due at the moment shown. */
  overdue!: number;
  /** The day on which the oldest of them was opened. */
  oldest!: Day;
  /**
   * Median of the whole days since each case entered its present status; the lower of two middle
   * values.
   */
  medianDaysInStatus!: number;
  /**
   * Median of the whole days for which each case has waited on the one it waits for now; the lower
   * of two middle values.
   */
  medianDaysWaiting!: number;
}

export class LoadByStatus extends Load {
  status!: CaseStatus;
}

export class LoadByWait extends Load {
  waitingOn!: WaitedFor;
}

export class LoadByInvestigator extends Load {
  /** Person id. */
  @PersonRef() investigator!: string;
}

/** The counts of open cases. A case that is hidden from the caller is not counted. */
export class Caseload {
  /** The moment shown, ISO 8601. */
  moment!: string;
  /** Null where no case is open. */
  all!: Load | null;
  byStatus!: LoadByStatus[];
  byWait!: LoadByWait[];
  /** Cases under investigation, by investigator. */
  byInvestigator!: LoadByInvestigator[];
}

/** How many cases are open, in which status, on whom they wait, and for how long. */
export class GetCaseload extends AsOfQuery<Caseload> {}

const day = 86_400_000;

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;

function loadOf(rows: readonly Row<CaseRow>[], moment: string): Load | null {
  const [first] = rows;
  if (!first) return null;
  const since = (from: string): number => Math.max(0, Math.floor((Date.parse(moment) - Date.parse(from)) / day));
  return {
    cases: rows.length,
    overdue: rows.filter(({ dueAt }) => dueAt < moment).length,
    oldest: rows.reduce((oldest, { openedOn }) => (openedOn < oldest ? openedOn : oldest), first.openedOn),
    medianDaysInStatus: median(rows.map(({ statusSince }) => since(statusSince))),
    medianDaysWaiting: median(rows.map(({ waitingSince }) => since(waitingSince))),
  };
}

export const GetCaseloadHandler = listQuery<GetCaseload, Caseload>(GetCaseload, {
  may: [office('City Manager'), office('HR'), office('City Attorney'), office('Auditor')],
  views: [caseList],
  async run(_, reads) {
    const { moment } = reads;
    const hidden = await reads.hiddenStreams();
    const open = (await reads.rows(caseList).all({ open: true })).filter(({ key }) => !hidden.has(streamName(cases.name, key)));
    const loads = <Name extends string, Value extends string>(
      name: Name,
      values: readonly Value[],
      of: (row: Row<CaseRow>) => Value | null,
    ): (Load & Record<Name, Value>)[] =>
      values.flatMap((value) => {
        const load = loadOf(
          open.filter((row) => of(row) === value),
          moment,
        );
        return load ? [{ ...({ [name]: value } as Record<Name, Value>), ...load }] : [];
      });
    const investigating = (row: Row<CaseRow>) => (row.status === 'investigating' ? row.investigator : null);
    const investigators = [...new Set(open.flatMap((row) => investigating(row) ?? []))].sort();
    return {
      moment,
      all: loadOf(open, moment),
      byStatus: loads('status', caseStatuses, ({ status }) => status),
      byWait: loads('waitingOn', waitedFor, ({ waitingOn }) => waitingOn),
      byInvestigator: loads('investigator', investigators, investigating),
    };
  },
});
