package org.radiologytrust.auth.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.Issuer;
import org.radiologytrust.auth.login.Authentication.Answer;
import org.radiologytrust.auth.login.Authentication.Outcome;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.CapturedLog;

/** What logins cost, and what guessing gets. */
@Tag("safety")
class AuthenticationTest {
  private static final String HERE = "192.0.2.1";
  private static final String ELSEWHERE = "192.0.2.2";
  private static final String PASSWORD = "Größe: 日本 1";

  @TempDir Path home;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private UsersFile file;
  private Authentication logins;

  @BeforeEach
  void open() throws Exception {
    file = UsersFile.in(home);
    file.put(QuickPassword.account("anna", Role.REVIEWER, PASSWORD));
    logins = with(5, Duration.ofMinutes(5), 64);
  }

  /** An unknown name costs as little as a known one. */
  private Authentication with(int failures, Duration window, int queue) throws Exception {
    LoginLimits limits = limits(failures, window, queue);
    return new Authentication(
        new LocalLogins(file, limits), List.of(), limits, meters, QuickPassword.hash("nobody's"));
  }

  private static LoginLimits limits(int failures, Duration window, int queue) {
    return new LoginLimits(Duration.ZERO, failures, window, Duration.ofMinutes(5), 1, queue);
  }

  @AfterEach
  void close() {
    logins.close();
  }

  private Outcome check(String name, String password, String address) throws Exception {
    return check(BasicLogin.of(name, password), address);
  }

  private Outcome check(String authorization, String address) throws Exception {
    return logins.check(authorization, address).get(30, TimeUnit.SECONDS);
  }

  private double count(String outcome) {
    return meters.get("rtl.logins").tag("outcome", outcome).counter().count();
  }

  @Test
  void aRightPasswordGivesNameAndRole() throws Exception {
    assertEquals(
        new Outcome(Answer.RIGHT, new Login("anna", Set.of(Role.REVIEWER))),
        check("anna", PASSWORD, HERE));
    assertEquals(
        Answer.RIGHT,
        check("bAsIc  " + BasicLogin.of("anna", PASSWORD).substring(6), HERE).answer());
  }

  @Test
  void whatIsNoLoginIsRefused() throws Exception {
    logins = with(1000, Duration.ofMinutes(5), 64);
    String latin1 =
        Base64.getEncoder()
            .encodeToString(("anna:" + "Größe").getBytes(StandardCharsets.ISO_8859_1));
    for (String authorization :
        List.of(
            "",
            " ",
            "Basic",
            "Basic ",
            "Basic !!!",
            "Basic " + latin1,
            "Basic " + Base64.getEncoder().encodeToString("anna".getBytes()),
            "Digest username=anna",
            "Bearer abc",
            "Bearer " + Issuer.unsigned(),
            BasicLogin.of("anna", ""),
            BasicLogin.of("", ""),
            BasicLogin.of("", PASSWORD),
            BasicLogin.of("anna", PASSWORD + " "),
            BasicLogin.of("ANNA", PASSWORD),
            BasicLogin.of("anna:" + PASSWORD, ""))) {
      assertEquals(Answer.WRONG, check(authorization, HERE).answer(), authorization);
    }
  }

  @Test
  void aPasswordThatWasRightIsNotHashedAgain() throws Exception {
    for (int i = 0; i < 500; i++) {
      assertEquals(Answer.RIGHT, check("anna", PASSWORD, HERE).answer());
    }
    assertEquals(1, count("accepted"), "checked");
    // at once, from many threads, too
    logins = with(5, Duration.ofMinutes(5), 1);
    List<CompletableFuture<Outcome>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () -> logins.check(BasicLogin.of("anna", PASSWORD), HERE).join()));
    }
    for (CompletableFuture<Outcome> one : all) {
      assertEquals(Answer.RIGHT, one.get(30, TimeUnit.SECONDS).answer());
    }
    assertEquals(2, count("accepted"));
  }

  @Test
  void aChangeOfTheUserCountsAtOnce() throws Exception {
    assertEquals(Answer.RIGHT, check("anna", PASSWORD, HERE).answer());
    String hash = file.read().get("anna").hash();
    file.put(new Account("anna", Role.VIEWER, hash));
    assertEquals(Set.of(Role.VIEWER), check("anna", PASSWORD, HERE).login().roles());
    file.put(QuickPassword.account("anna", Role.VIEWER, "another one"));
    assertEquals(Answer.WRONG, check("anna", PASSWORD, HERE).answer());
    assertEquals(Answer.RIGHT, check("anna", "another one", HERE).answer());
    file.remove("anna");
    assertEquals(Answer.WRONG, check("anna", "another one", HERE).answer());
  }

  @Test
  void guessingIsLimitedByAddressAndWhoWasRightBeforeIsNotLockedOut() throws Exception {
    assertEquals(Answer.RIGHT, check("anna", PASSWORD, HERE).answer());
    for (int i = 0; i < 5; i++) {
      assertEquals(Answer.WRONG, check("anna", "guess " + i, HERE).answer());
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(Answer.TOO_MANY_FAILURES, check("anna", "more " + i, HERE).answer());
    }
    assertEquals(Answer.RIGHT, check("anna", PASSWORD, HERE).answer());
    assertEquals(Answer.RIGHT, check("anna", PASSWORD, ELSEWHERE).answer());
    assertEquals(Answer.WRONG, check("anna", "guess", ELSEWHERE).answer());
    assertEquals(26, count("refused"));
  }

  @Test
  void theLimitEndsWithItsWindow() throws Exception {
    logins = with(1, Duration.ofMillis(50), 64);
    assertEquals(Answer.WRONG, check("anna", "guess", HERE).answer());
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> check("anna", PASSWORD, HERE).answer() == Answer.RIGHT);
  }

  @Test
  void aFloodOfLoginsIsTurnedAwayAndDoesNotPileUp() throws Exception {
    LoginLimits limits = limits(100_000, Duration.ofMinutes(5), 2);
    // an unknown name costs as much as in the product
    logins = new Authentication(new LocalLogins(file, limits), List.of(), limits, meters);
    List<CompletableFuture<Outcome>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(logins.check(BasicLogin.of("nobody" + i, "guess"), HERE));
    }
    long busy = 0;
    for (CompletableFuture<Outcome> one : all) {
      Answer answer = one.get(60, TimeUnit.SECONDS).answer();
      assertTrue(answer == Answer.TOO_BUSY || answer == Answer.WRONG, answer.name());
      busy += answer == Answer.TOO_BUSY ? 1 : 0;
    }
    assertTrue(busy > 100, "turned away: " + busy);
    assertEquals(Answer.RIGHT, check("anna", PASSWORD, HERE).answer());
  }

  @Test
  void theLogNamesNobodyAndHasNoMoreLinesThanFailuresThatCount() throws Exception {
    try (CapturedLog log = new CapturedLog("org.radiologytrust.auth")) {
      for (int i = 0; i < 20; i++) {
        check("Canary Name " + i, "canarypassword", HERE);
      }
      check("anna", "canarypassword", ELSEWHERE);
      check("Bearer canary", ELSEWHERE);
      List<String> lines = log.lines();
      assertEquals(8, lines.size(), lines::toString);
      assertEquals("A login from 192.0.2.1 was refused: name or password is wrong", lines.get(0));
      assertTrue(lines.get(5).startsWith("Too many logins from 192.0.2.1"), lines.get(5));
      assertTrue(
          lines.stream().noneMatch(l -> l.matches("(?i).*(canary|anna).*")), lines::toString);
    }
  }
}
