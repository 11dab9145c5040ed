import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Input } from '../../platform/http/input.js';
import { Answers } from '../../platform/http/routes.js';
import { SearchCases, SearchCasesHandler, SearchResult } from './search-cases.js';

@Controller('api')
export class SearchController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Answers(SearchCasesHandler, 'search', SearchResult)
  searchCases(@Input(SearchCases) query: SearchCases) {
    return this.queries.execute(query);
  }
}
