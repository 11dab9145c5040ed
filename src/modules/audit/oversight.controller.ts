import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { Caseload, GetCaseload, GetCaseloadHandler } from '../cases/get-caseload.js';
import { GrievancesInHand, ListGrievances, ListGrievancesHandler } from '../grievances/grievance-list.view.js';
import { InterimReviews, ListInterimReviews, ListInterimReviewsHandler } from '../measures/interim-review-list.view.js';
import { LateStep, ListLateSteps, ListLateStepsHandler } from './late-step-list.view.js';
import { Comparables, ListComparables, ListComparablesHandler } from '../discipline/list-comparables.js';
import { ListLooks, ListLooksHandler, RecordedLook } from './access-log.view.js';
import { ListOverrides, ListOverridesHandler, OverrideShown } from './override-list.view.js';
import { SearchCases, SearchCasesHandler, SearchResult } from '../search/search-cases.js';

@Controller('api')
export class DeskController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(SearchCasesHandler, 'search', SearchResult)
  searchCases(@Input(SearchCases) query: SearchCases) {
    return this.queries.execute(query);
  }

  @Answers(ListComparablesHandler, 'cases/:caseId/comparables', Comparables)
  listComparables(@Input(ListComparables) query: ListComparables) {
    return this.queries.execute(query);
  }

  @Answers(GetCaseloadHandler, 'caseload', Caseload)
  getCaseload(@Input(GetCaseload) query: GetCaseload) {
    return this.queries.execute(query);
  }

  @Answers(ListOverridesHandler, 'overrides', OverrideShown)
  listOverrides(@Input(ListOverrides) query: ListOverrides) {
    return this.queries.execute(query);
  }

  @Answers(ListLateStepsHandler, 'late-steps', LateStep)
  listLateSteps(@Input(ListLateSteps) query: ListLateSteps) {
    return this.queries.execute(query);
  }

  @Answers(ListLooksHandler, 'looks', RecordedLook)
  listLooks(@Input(ListLooks) query: ListLooks) {
    return this.queries.execute(query);
  }

  @Answers(ListGrievancesHandler, 'grievances', GrievancesInHand)
  listGrievances(@Input(ListGrievances) query: ListGrievances) {
    return this.queries.execute(query);
  }

  @Answers(ListInterimReviewsHandler, 'interim-reviews', InterimReviews)
  listInterimReviews(@Input(ListInterimReviews) query: ListInterimReviews) {
    return this.queries.execute(query);
  }
}
