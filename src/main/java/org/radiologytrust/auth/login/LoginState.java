package org.radiologytrust.auth.login;

import java.util.concurrent.Executor;
import org.radiologytrust.auth.users.Users;

/**
 * What logins need to know: in files and memory where one process runs, in the database where
 * several nodes do.
 */
public interface LoginState extends AutoCloseable {
  Users users();

  FailedLogins failures();

  SessionStore sessions();

  /** Runs what waits for the sessions. */
  Executor executor();

  @Override
  void close();
}
