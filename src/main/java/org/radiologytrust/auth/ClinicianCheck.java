package org.radiologytrust.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.auth.users.Passwords;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;

/**
 * Says whether the clinician on duty can log in: in a trial nobody else is told of urgent flags.
 */
final class ClinicianCheck {
  private static final String NAME = "pilot-clinician";

  private final String clinician;
  private volatile Optional<Users> users = Optional.empty();

  /**
   * @param clinician log-in of {@code rtl.pilot.clinician}; empty for none
   */
  ClinicianCheck(String clinician) {
    this.clinician = Passwords.normal(clinician);
  }

  /** Where the running product finds its users. */
  void bind(Users found) {
    users = Optional.of(found);
  }

  /**
   * @param home the folder of the users file
   * @param shared whether the users are in the database of all nodes instead
   */
  List<SelfCheck> checks(Path home, boolean shared) {
    return clinician.isEmpty()
        ? List.of()
        : List.of(
            SelfCheck.health(NAME, this::running),
            SelfCheck.doctor(NAME, () -> List.of(shared ? elsewhere() : inFile(home))));
  }

  private SelfCheckResult running() {
    return result(users.isEmpty() || users.get().find(clinician).isPresent());
  }

  private static SelfCheckResult elsewhere() {
    return SelfCheckResult.ok(
        NAME, "health of the running product says whether there is this user");
  }

  private SelfCheckResult inFile(Path home) {
    try {
      return result(UsersFile.in(home).read().containsKey(clinician));
    } catch (IOException e) {
      return SelfCheckResult.ok(NAME, "not looked for, since the users cannot be read");
    }
  }

  /** Health is shown without a log-in: it names nobody. */
  private static SelfCheckResult result(boolean there) {
    return there
        ? SelfCheckResult.ok(NAME, "can log in")
        : new SelfCheckResult(
            NAME,
            State.WARNING,
            "there is no user with the name of rtl.pilot.clinician, so nobody passes on critical"
                + " flags and those of another patient's images: rtl user add, or correct the name");
  }
}
