import { Module } from '@nestjs/common';
import { CaseController } from './case.controller.js';
import { casesParts } from './cases.parts.js';
import { ProceedingController } from './proceeding.controller.js';

@Module({ controllers: [CaseController, ProceedingController], providers: [...casesParts.slices, ...casesParts.reads] })
export class CasesModule {}
