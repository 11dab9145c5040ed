import { Command } from '@nestjs/cqrs';
import { office } from '../../platform/access/access.js';
import { commandHandler, type Receipt } from '../../platform/commands/command-handler.js';
import type { Day } from '../../platform/ground/clock.js';
import { IsDay, IsName, IsProse } from '../../platform/ground/fields.js';
import { IsClauseId, IsVersionName } from './clause-input.js';
import { clauseOf, InterpretationRecorded, policies, policyId, versionNamed } from './policy.js';
import { policyRefusals } from './policy.refusals.js';

/**
 * Records an interpretation of a clause: a question, its answer, and who gave it. The clause's text
 * does not change.
 */
export class RecordInterpretation extends Command<Receipt> {
  @IsVersionName() version!: string;
  @IsClauseId() clause!: string;
  @IsProse(2000) question!: string;
  @IsProse(20_000) answer!: string;
  /** Who gave it, for example City Attorney. */
  @IsName() givenBy!: string;
  /** Day on which it was given. */
  @IsDay() on!: Day;
}

export const RecordInterpretationHandler = commandHandler(RecordInterpretation, {
  stream: policies,
  of: () => policyId,
  may: [office('City Attorney'), office('City Clerk')],
  refuses: policyRefusals(
    'policy.no-such-version',
    'policy.no-such-clause',
    'policy.interpreted-ahead',
    'policy.interpreted-before-adoption',
    'policy.interpretation-stands',
  ),
  opens: 'always',
  decide({ version: name, clause, question, answer, givenBy, on }, state, { today, newId, refuse }) {
    const version = versionNamed(state, name) ?? refuse('policy.no-such-version', { version: name, fields: ['version'] });
    if (!clauseOf(version, clause)) return refuse('policy.no-such-clause', { clause, fields: ['clause'] });
    if (on > today) return refuse('policy.interpreted-ahead');
    if (on < version.adoptedOn) return refuse('policy.interpreted-before-adoption', { adoptedOn: version.adoptedOn });
    const same = state.interpretations.some(
      (given) => given.version === name && given.clause === clause && given.question === question && given.on === on,
    );
    if (same) return refuse('policy.interpretation-stands');
    return [InterpretationRecorded({ interpretationId: newId('interpretation'), version: name, clause, question, answer, givenBy, on })];
  },
});
