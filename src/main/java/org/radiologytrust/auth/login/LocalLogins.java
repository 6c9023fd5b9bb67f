package org.radiologytrust.auth.login;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.radiologytrust.auth.users.FileUsers;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.auth.users.UsersFile;

/** Users in a file; the rest in memory. */
public final class LocalLogins implements LoginState {
  private final Users users;
  private final FailedLogins failures;
  private final SessionStore sessions = new MemorySessions();

  /**
   * @throws IOException when the users file is invalid
   */
  public LocalLogins(UsersFile file, LoginLimits limits) throws IOException {
    this.users = new FileUsers(file);
    this.failures = new LocalFailures(limits);
  }

  @Override
  public Users users() {
    return users;
  }

  @Override
  public FailedLogins failures() {
    return failures;
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  /** Nothing waits: the caller itself runs it. */
  @Override
  public Executor executor() {
    return Runnable::run;
  }

  @Override
  public void close() {}
}
