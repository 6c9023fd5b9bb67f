package org.radiologytrust.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheck.By;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;

class ClinicianCheckTest {
  @TempDir Path home;

  private SelfCheckResult asked(ClinicianCheck check, boolean shared, By by) {
    return check.checks(home, shared).stream()
        .filter(one -> one.isAskedBy(by))
        .map(SelfCheck::ask)
        .findFirst()
        .orElseThrow()
        .get(0);
  }

  @Test
  void withoutAClinicianNothingIsAsked() {
    assertEquals(0, new ClinicianCheck("").checks(home, false).size());
  }

  @Test
  void theDoctorLooksForTheUserInTheFile() throws Exception {
    ClinicianCheck check = new ClinicianCheck("carla");
    SelfCheckResult missing = asked(check, false, By.DOCTOR);
    assertEquals(State.WARNING, missing.state());
    assertTrue(missing.message().contains("rtl user add"), missing::message);
    UsersFile.in(home).put("carla", Role.VIEWER, "a pass word of 2026");
    assertEquals(State.OK, asked(check, false, By.DOCTOR).state());
    assertEquals(State.OK, asked(check, true, By.DOCTOR).state());
  }

  @Test
  void healthLooksAmongTheUsersOfTheRunningProductAndNamesNobody() {
    ClinicianCheck check = new ClinicianCheck("carla");
    check.bind(name -> Optional.empty());
    SelfCheckResult missing = asked(check, true, By.HEALTH);
    assertEquals(State.WARNING, missing.state());
    assertFalse(missing.message().contains("carla"), missing::message);
    check.bind(name -> Optional.of(new Account(name, Role.VIEWER, "")));
    assertEquals(State.OK, asked(check, true, By.HEALTH).state());
  }
}
