import { Controller, Delete, Get, HttpCode, Inject, Ip, Post, Req, Res } from '@nestjs/common';
import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { type Caller, type Office, office } from '../../platform/access/access.js';
import { requestOf } from '../../platform/access/request.js';
import { Accounts } from '../../platform/accounts/accounts.js';
import { accountRefusals } from '../../platform/accounts/refusals.js';
import type { Day } from '../../platform/ground/clock.js';
import { Input } from '../../platform/http/input.js';
import type { HttpReply, HttpRequest } from '../../platform/http/message.js';
import { httpRefusals, refuseHttp } from '../../platform/http/problems.js';
import { Authenticated, Public } from '../../platform/http/routes.js';
import { SessionCookie } from '../../platform/http/session-cookie.js';
import { DepartmentRef, PersonRef } from '../../platform/queries/names.js';

/** Credentials for a new session. */
export class SignIn {
  @IsString() @MaxLength(400) login!: string;
  @IsString() @MaxLength(800) password!: string;
  /** For browsers: a cookie holds the session, and the answer holds no token. */
  @IsOptional() @IsBoolean() cookie?: boolean;
}

export class NewToken {
  /** The purpose of the token. */
  @IsString() @MaxLength(200) label!: string;
  @IsOptional() @IsInt() @Min(1) @Max(366) days: number = 90;
}

export class TokenId {
  @IsUUID() tokenId!: string;
}

/** A new login for a person of the directory. */
export class NewAccount {
  @IsUUID() person!: string;
  @IsString() @MaxLength(400) login!: string;
  /** 12 to 200 characters. */
  @IsString() @MaxLength(800) password!: string;
}

export class PersonId {
  @IsUUID() person!: string;
}

/** Times are ISO 8601, UTC. */
export class Session {
  id!: string;
  @PersonRef() person!: string;
  expiresAt!: string;
}

/** A new session or token. */
export class SignedIn extends Session {
  /** Only this answer shows it; absent if a cookie holds the session. */
  token?: string;
}

/** Only this answer shows the token. */
export class NewlyIssued extends Session {
  token!: string;
}

export class OfficeOfCaller {
  office!: Office;
  /** Id of the department, for an office of one department. */
  @DepartmentRef() department?: string;
}

export class Me {
  @PersonRef() person!: string;
  /** Offices held today. Everyone in service is also an Employee, listed last. */
  offices!: OfficeOfCaller[];
  /** Today's day in the city. */
  today?: Day;
}

/** Times are ISO 8601, UTC. */
export class ListedToken {
  id!: string;
  label!: string;
  createdAt!: string;
  expiresAt!: string;
  revokedAt!: string | null;
  /** Accurate to ten minutes. */
  lastUsedAt!: string | null;
}

export class ListedTokens {
  items!: ListedToken[];
}

export class AccountGiven {
  @PersonRef() person!: string;
}

/** Carries only the caller. */
export class WhoAmI {}

/** Sign-in, personal tokens and accounts. None of it is an event, and none of it is logged. */
@Controller('api')
export class AccountsController {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(SessionCookie) private readonly cookie: SessionCookie,
  ) {}

  /**
   * Signs in. Send the token in the header `Authorization: Bearer`; a browser keeps it in a cookie.
   */
  @Public({ ...accountRefusals('sign-in.refused', 'sign-in.too-many'), ...httpRefusals('access.cross-site') }, { answer: SignedIn })
  @Post('sessions')
  async signIn(
    @Input(SignIn) { login, password, cookie }: SignIn,
    @Ip() from: string,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<SignedIn> {
    if (this.cookie.isForgedSignIn(request)) refuseHttp('access.cross-site');
    const { token, ...session } = await this.accounts.signIn(login, password, from);
    if (!cookie) return { token, ...session };
    reply.header('set-cookie', this.cookie.begun(token, session.expiresAt));
    return session;
  }

  /** Signs out: ends the session or the token of this request. */
  @Authenticated()
  @HttpCode(204)
  @Delete('sessions/current')
  async signOut(@Req() { token = '' }: HttpRequest, @Res({ passthrough: true }) reply: HttpReply): Promise<void> {
    await this.accounts.signOut(token);
    reply.header('set-cookie', this.cookie.ended());
  }

  /** The caller and the caller's offices of today. */
  @Authenticated({}, [], { answer: Me })
  @Get('me')
  me(@Input(WhoAmI) given: WhoAmI): Omit<Caller, 'signIn'> {
    const { signIn: _, ...shown } = requestOf(given).caller;
    return shown;
  }

  @Authenticated({}, [], { answer: ListedTokens })
  @Get('tokens')
  async list(@Input(WhoAmI) given: WhoAmI): Promise<ListedTokens> {
    return { items: await this.accounts.tokensOf(requestOf(given).caller.person) };
  }

  /** Issues a personal token for a program. Only this answer shows it. */
  @Authenticated(accountRefusals('account.not-found', 'token.label-unfit', 'token.days-unfit'), [], { answer: NewlyIssued })
  @Post('tokens')
  issue(@Input(NewToken) given: NewToken): Promise<NewlyIssued> {
    return this.accounts.issueToken(requestOf(given).caller.person, given.label, given.days);
  }

  /** Ends one of the caller's tokens at once. */
  @Authenticated(accountRefusals('token.not-found'))
  @HttpCode(204)
  @Delete('tokens/:tokenId')
  async revoke(@Input(TokenId) given: TokenId): Promise<void> {
    await this.accounts.revoke(given.tokenId, requestOf(given).caller.person);
  }

  /** Gives a person a login. */
  @Authenticated(
    accountRefusals('account.login-unfit', 'account.login-taken', 'account.password-unfit', 'account.exists'),
    [office('IT Director')],
    { answer: AccountGiven },
  )
  @Post('accounts')
  async create(@Input(NewAccount) { person, login, password }: NewAccount): Promise<AccountGiven> {
    await this.accounts.create(person, login, password);
    return { person };
  }

  /** Ends a person's account and all its tokens. */
  @Authenticated(accountRefusals('account.not-found'), [office('IT Director')])
  @HttpCode(204)
  @Post('accounts/:person/disable')
  async disable(@Input(PersonId) { person }: PersonId): Promise<void> {
    await this.accounts.disable(person);
  }
}
