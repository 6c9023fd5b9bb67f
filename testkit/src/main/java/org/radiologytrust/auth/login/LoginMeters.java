package org.radiologytrust.auth.login;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.radiologytrust.auth.users.UsersFile;

/** Registers the metrics of logins. */
public final class LoginMeters {
  private LoginMeters() {}

  /**
   * @param home a folder
   */
  public static void register(Path home, MeterRegistry registry) throws IOException {
    Duration soon = Duration.ofSeconds(1);
    LoginLimits limits = new LoginLimits(soon, 1, soon, soon, 1, 1);
    LoginState state = new LocalLogins(UsersFile.in(home), limits);
    new Authentication(state, List.of(), limits, registry).close();
  }
}
