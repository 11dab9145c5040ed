import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

// Types that SQLite and PostgreSQL share; times are ISO 8601 in UTC, so that they sort as text on both.

/** The key of one record, wrapped; `wrapped` is null once the key was destroyed. */
@Entity('record_keys')
export class RecordKeyRow {
  @PrimaryColumn({ type: 'varchar' }) record!: string;
  @Column({ name: 'key_id', type: 'varchar', unique: true }) keyId!: string;
  @Column({ type: 'text', nullable: true }) wrapped!: string | null;
  @Column({ name: 'created_at', type: 'varchar' }) createdAt!: string;
  @Column({ name: 'destroyed_at', type: 'varchar', nullable: true }) destroyedAt!: string | null;
}

/** One row: the value that the right master key computes. */
@Entity('master_key_checks')
export class MasterKeyCheckRow {
  @PrimaryColumn({ type: 'varchar' }) name!: string;
  @Column({ type: 'varchar' }) value!: string;
}

/** Who may sign in. The login itself is not stored, only its keyed hash. */
@Entity('accounts')
export class AccountRow {
  @PrimaryColumn({ type: 'varchar' }) person!: string;
  @Column({ name: 'login_hash', type: 'varchar', unique: true }) loginHash!: string;
  @Column({ name: 'password_hash', type: 'varchar' }) passwordHash!: string;
  @Column({ name: 'created_at', type: 'varchar' }) createdAt!: string;
  @Column({ name: 'disabled_at', type: 'varchar', nullable: true }) disabledAt!: string | null;
}

/** Sessions and personal tokens alike. `label` is encrypted, because people write names into it. */
@Entity('tokens')
export class TokenRow {
  @PrimaryColumn({ type: 'varchar' }) id!: string;
  @Index('tokens_person') @Column({ type: 'varchar' }) person!: string;
  @Column({ type: 'varchar', unique: true }) hash!: string;
  @Column({ type: 'varchar' }) label!: string;
  @Column({ name: 'created_at', type: 'varchar' }) createdAt!: string;
  @Column({ name: 'expires_at', type: 'varchar' }) expiresAt!: string;
  @Column({ name: 'revoked_at', type: 'varchar', nullable: true }) revokedAt!: string | null;
  @Column({ name: 'last_used_at', type: 'varchar', nullable: true }) lastUsedAt!: string | null;
}

/** Failed sign-ins in a row for one login or from one address, each stored as its keyed hash. */
@Entity('sign_in_failures')
export class SignInFailureRow {
  @PrimaryColumn({ type: 'varchar' }) key!: string;
  @Column({ type: 'integer' }) failures!: number;
  @Index('sign_in_failures_last_at') @Column({ name: 'last_at', type: 'varchar' }) lastAt!: string;
}

/** The keyed hash of a code that was shown once, and the id of the thing that it opens. */
@Entity('follow_up_codes')
export class FollowUpCodeRow {
  @PrimaryColumn({ type: 'varchar' }) hash!: string;
  @Column({ type: 'varchar' }) opens!: string;
}

/** How far a log follower is. It is kept here because the views' rows may be deleted at any time. */
@Entity('log_followers')
export class LogFollowerRow {
  @PrimaryColumn({ type: 'varchar' }) name!: string;
  @Column({ type: 'bigint', transformer: { to: (position: number) => position, from: Number } }) position!: number;
  /** The event at the position; null before the first one. */
  @Column({ name: 'event_id', type: 'varchar', nullable: true }) eventId!: string | null;
  /** Grows each time that a node begins to follow. Only the latest tenure may move the checkpoint. */
  @Column({ type: 'integer' }) tenure!: number;
  /** The alarm that stopped it; null while it follows. */
  @Column({ type: 'text', nullable: true }) stopped!: string | null;
}

export const accountsTables = [RecordKeyRow, MasterKeyCheckRow, AccountRow, TokenRow, SignInFailureRow, FollowUpCodeRow, LogFollowerRow];
