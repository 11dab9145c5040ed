import { IsDay, IsProse } from '../../platform/commands/fields.js';

/** Where Council decided: its meeting and motion. */
export class CouncilAct {
  @IsDay() meetingOn!: string;
  @IsProse(100) motion!: string;
}
