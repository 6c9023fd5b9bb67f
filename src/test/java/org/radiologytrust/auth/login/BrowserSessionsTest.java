package org.radiologytrust.auth.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.UserStore;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor.Absence;

/** Sessions in the memory of the one process that uses a journal. */
class BrowserSessionsTest extends BrowserSessionsContract {
  @TempDir Path home;

  @Override
  UserStore users() {
    return UsersFile.in(home);
  }

  @Override
  LoginState state(Clock clock) throws Exception {
    return new LocalLogins(UsersFile.in(home), LOGINS);
  }

  /** The file is looked at with each request. */
  @Override
  void settle(LoginState state) {}

  @Test
  void restartIsTold() throws Exception {
    Session session = begin();
    restart();
    assertEquals(Absence.RESTARTED, absence(session));
  }
}
