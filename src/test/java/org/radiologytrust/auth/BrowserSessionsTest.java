package org.radiologytrust.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.CapturedLog;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;

/** How sessions begin and end. */
@Tag("safety")
class BrowserSessionsTest {
  private static final String HERE = "192.0.2.1";
  private static final String PASSWORD = "correct horse";

  /** Hashes with few iterations, which take no time. */
  private static final String HASH =
      "$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$Xpx07WjVx4vCIvrmBRj8uOoVVtGqJqtUv2J5bhizSQs7"
          + "osCteF7W4A61dZDqSIqQjO-dxO6p5FT_Uy7QRBXSXA";

  private static final String ANOTHER_HASH =
      "$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$4C28pKz4TI0dUDCkEnymepGVw9Si7pWBPYVQwnajVEDR"
          + "oiMyqgDhU3fU1yV0basl8xpxWqTAPxsruHWDQJmJiw";

  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofHours(10);

  @TempDir Path home;
  private final SettableClock clock = new SettableClock();
  private UsersFile file;
  private Authentication authentication;
  private BrowserSessions sessions;

  @BeforeEach
  void open() throws Exception {
    file = UsersFile.in(home);
    file.put(new Account("anna", Role.REVIEWER, HASH));
    authentication =
        new Authentication(
            file,
            Optional.empty(),
            new LoginLimits(
                Duration.ofMillis(1), 3, Duration.ofMinutes(5), Duration.ofMinutes(5), 1, 64),
            new SimpleMeterRegistry());
    sessions = restarted();
  }

  private BrowserSessions restarted() {
    return new BrowserSessions(authentication, new SessionLimits(IDLE, LONGEST, 3), clock);
  }

  @AfterEach
  void close() {
    authentication.close();
  }

  private Session begin() {
    Logins.Result result = sessions.logIn("anna", PASSWORD, HERE).join();
    assertEquals(Logins.Outcome.RIGHT, result.outcome());
    return result.session().orElseThrow();
  }

  private Absence absence(Session session) {
    Visitor visitor = sessions.visitor(session.id());
    assertFalse(visitor.known());
    return visitor.absence();
  }

  @Test
  void sessionHasTheNameAndTheRightsOfTheUser() {
    Session session = begin();
    Visitor visitor = sessions.visitor(session.id());
    assertEquals("anna", visitor.name());
    assertEquals(Set.of(Right.READ_AUDITS, Right.DECIDE), visitor.rights());
    assertEquals(Optional.of(session), visitor.session());
  }

  @Test
  void idsAndTokensAreSecretAndNew() {
    Session one = begin();
    Session two = begin();
    for (Session session : new Session[] {one, two}) {
      // 43 characters of base64 are 256 bits
      assertTrue(session.id().matches("[\\w-]{8}\\.\\d+\\.[\\w-]{43}"), session.id());
      assertTrue(session.token().matches("[\\w-]{43}"), session.token());
      assertEquals("Session of anna", session.toString());
    }
    assertNotEquals(one.id(), two.id());
    assertNotEquals(one.token(), two.token());
    assertFalse(one.id().endsWith(one.token()));
  }

  @Test
  void wrongPasswordsBeginNoSessionAndAreThrottled() {
    for (int i = 0; i < 3; i++) {
      Logins.Result wrong = sessions.logIn("anna", "wrong" + i, HERE).join();
      assertEquals(new Logins.Result(Logins.Outcome.WRONG, Optional.empty()), wrong);
    }
    assertEquals(
        new Logins.Result(Logins.Outcome.TOO_MANY_FAILURES, Optional.empty()),
        sessions.logIn("anna", PASSWORD, HERE).join());
    assertEquals(
        Logins.Outcome.RIGHT, sessions.logIn("anna", PASSWORD, "192.0.2.2").join().outcome());
  }

  @Test
  void colonInANameIsPartOfTheName() {
    assertEquals(
        Logins.Outcome.WRONG, sessions.logIn("anna:correct", "horse", HERE).join().outcome());
  }

  @Test
  void sessionThatIsNotUsedEnds() {
    Session session = begin();
    clock.advance(IDLE.minusSeconds(1));
    assertTrue(sessions.visitor(session.id()).known());
    sessions.used(session);
    clock.advance(IDLE.minusSeconds(1));
    assertTrue(sessions.visitor(session.id()).known());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Absence.IDLE, absence(session));
  }

  @Test
  void sessionThatIsUsedEndsAfterTheLongestTime() {
    Session session = begin();
    for (int i = 0; i < 39; i++) {
      clock.advance(Duration.ofMinutes(15));
      sessions.used(session);
      assertTrue(sessions.visitor(session.id()).known());
    }
    clock.advance(Duration.ofMinutes(15));
    assertEquals(Absence.OLD, absence(session));
    // another log-in forgets it; the cookie still says why
    begin();
    assertEquals(Absence.OLD, absence(session));
  }

  @Test
  void restartIsTold() {
    Session session = begin();
    sessions = restarted();
    assertEquals(Absence.RESTARTED, absence(session));
  }

  @Test
  void whatIsNoSessionIsNone() {
    for (String id : new String[] {"", "x", "a.b.c", begin().id() + "x"}) {
      assertEquals(Visitor.nobody(Absence.NONE), sessions.visitor(id));
    }
  }

  @Test
  void logOutEndsTheSessionAtTheServer() {
    Session session = begin();
    Session other = begin();
    try (CapturedLog log = new CapturedLog("org.radiologytrust.actions")) {
      sessions.logOut(session);
      sessions.logOut(session);
      assertEquals(1, lines(log, "type=logout"));
    }
    assertEquals(Absence.ENDED, absence(session));
    assertTrue(sessions.visitor(other.id()).known());
  }

  @Test
  void changedPasswordAndRemovedUserEndTheSessions() throws Exception {
    Session session = begin();
    file.put(new Account("anna", Role.VIEWER, ANOTHER_HASH));
    assertEquals(Absence.ENDED, absence(session));
    session = sessions.logIn("anna", "another horse", HERE).join().session().orElseThrow();
    assertEquals(Set.of(Right.READ_AUDITS), sessions.visitor(session.id()).rights());
    file.remove("anna");
    assertEquals(Absence.ENDED, absence(session));
  }

  @Test
  void oneUserHasAFewSessionsAtMost() throws Exception {
    file.put(new Account("berta", Role.VIEWER, HASH));
    Session other = sessions.logIn("berta", PASSWORD, HERE).join().session().orElseThrow();
    Session one = begin();
    clock.advance(Duration.ofSeconds(1));
    Session two = begin();
    clock.advance(Duration.ofSeconds(1));
    begin();
    sessions.used(one);
    clock.advance(Duration.ofSeconds(1));
    begin();
    assertTrue(sessions.visitor(one.id()).known());
    assertEquals(Absence.ENDED, absence(two));
    assertTrue(sessions.visitor(other.id()).known());
  }

  @Test
  void linkLogsInOnceAndWithinTenMinutes() throws Exception {
    String path = sessions.links().pathFor("anna");
    assertTrue(path.matches("/login/[\\w-]{43}"), path);
    String link = path.substring("/login/".length());
    assertEquals(Optional.empty(), sessions.redeem(link.replace(link.charAt(0), '-') + "x"));
    assertEquals("anna", sessions.redeem(link).orElseThrow().user());
    assertEquals(Optional.empty(), sessions.redeem(link));
    String late = sessions.links().pathFor("anna").substring("/login/".length());
    clock.advance(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), sessions.redeem(late));
    String nobody = sessions.links().pathFor("nobody").substring("/login/".length());
    assertEquals(Optional.empty(), sessions.redeem(nobody));
  }

  @Test
  void logInIsLogged() {
    try (CapturedLog log = new CapturedLog("org.radiologytrust.actions")) {
      begin();
      assertEquals(1, lines(log, "user=\"anna\" role=reviewer type=login "));
    }
  }

  private static long lines(CapturedLog log, String part) {
    return log.lines().stream().filter(line -> line.contains(part)).count();
  }
}
