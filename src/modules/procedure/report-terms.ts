import type { Day } from '../../platform/ground/clock.js';
import type { Reads } from '../../platform/queries/query-handler.js';
import { defaultReportTerms } from './procedure.defaults.js';
import { procedure, procedureId, type ReportTerms, reportTermsOn } from './procedure.js';

/** The terms for senders of reports on a day; the defaults until the city sets its own. */
export const termsOn = async (day: Day, reads: Pick<Reads, 'state'>): Promise<ReportTerms> =>
  reportTermsOn(await reads.state(procedure, procedureId), day) ?? defaultReportTerms;

/**
 * Facts for `decide`: `asksEmployees` is set if the city makes check-ins with every employee who
 * reports.
 */
export const asksEmployees = async (reads: Pick<Reads, 'state' | 'today'>): Promise<{ readonly asksEmployees?: true }> =>
  (await termsOn(reads.today, reads)).checkInsWith === 'employees' ? { asksEmployees: true } : {};
