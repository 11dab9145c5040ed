import { convertToCommandError, LoginNotFoundError } from '@eventstore/db-client';
import type { UsersClient } from '@eventstore/db-client/generated/users_grpc_pb.js';
import usersPb from '@eventstore/db-client/generated/users_pb.js';

type Call = Parameters<UsersClient['create']>;

/** Whether a user with this login exists. Rejects with the client's errors. */
export function hasUser(client: UsersClient, metadata: Call[1], options: Call[2], login: string): Promise<boolean> {
  const asked = new usersPb.DetailsReq.Options();
  asked.setLoginName(login);
  const request = new usersPb.DetailsReq();
  request.setOptions(asked);
  return new Promise((resolve, reject) => {
    let found = false;
    client
      .details(request, metadata, options)
      .on('data', () => {
        found = true;
      })
      .on('error', (error) => {
        const told = convertToCommandError(error);
        if (told instanceof LoginNotFoundError) resolve(false);
        else reject(told);
      })
      .on('end', () => resolve(found));
  });
}

/**
 * Creates a user without groups; an existing user with the same password is no error. Rejects with
 * the client's errors.
 */
export function createUser(
  client: UsersClient,
  metadata: Call[1],
  options: Call[2],
  login: string,
  password: string,
  name: string,
): Promise<void> {
  const entered = new usersPb.CreateReq.Options();
  entered.setLoginName(login);
  entered.setPassword(password);
  entered.setFullName(name);
  const request = new usersPb.CreateReq();
  request.setOptions(entered);
  return new Promise((resolve, reject) => {
    client.create(request, metadata, options, (error) => (error ? reject(convertToCommandError(error)) : resolve()));
  });
}
