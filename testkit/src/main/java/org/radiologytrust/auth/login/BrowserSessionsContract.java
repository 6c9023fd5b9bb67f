package org.radiologytrust.auth.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.TrialReaders;
import org.radiologytrust.auth.users.UserStore;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Right;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;

/** How sessions begin and end, wherever they are kept. */
@Tag("safety")
public abstract class BrowserSessionsContract {
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

  public static final LoginLimits LOGINS =
      new LoginLimits(Duration.ofMillis(1), 3, Duration.ofMinutes(5), Duration.ofMinutes(5), 1, 64);
  public static final SessionLimits LIMITS = new SessionLimits(IDLE, LONGEST, 3);

  private final SettableClock clock = new SettableClock();
  private UserStore users;
  private LoginState state;
  private Authentication authentication;
  private BrowserSessions sessions;

  /** The users whom a state of {@link #state} knows; none yet. */
  abstract UserStore users() throws Exception;

  /** As one process has it. */
  abstract LoginState state(Clock clock) throws Exception;

  /** Returns when the process knows of a change of the users. */
  abstract void settle(LoginState state);

  @BeforeEach
  void open() throws Exception {
    users = users();
    users.put(new Account("anna", Role.REVIEWER, HASH));
    start();
  }

  private void start() throws Exception {
    state = state(clock);
    authentication = new Authentication(state, List.of(), LOGINS, new SimpleMeterRegistry());
    sessions = new BrowserSessions(authentication, LIMITS, clock, state, TrialReaders.NONE);
  }

  /** Another process takes over. */
  void restart() throws Exception {
    close();
    start();
  }

  @AfterEach
  void close() {
    authentication.close();
    state.close();
  }

  Visitor visitor(String id) {
    return sessions.visitor(id).join();
  }

  private Logins.Result logIn(String user, String password, String address) {
    return sessions.logIn(user, password, address, Optional.empty()).join();
  }

  private Optional<Session> redeem(String link) {
    return sessions.redeem(link, Optional.empty());
  }

  Session begin() {
    Logins.Result result = logIn("anna", PASSWORD, HERE);
    assertEquals(Logins.Outcome.RIGHT, result.outcome());
    return result.session().orElseThrow();
  }

  Absence absence(Session session) {
    Visitor visitor = visitor(session.id());
    assertFalse(visitor.known());
    return visitor.absence();
  }

  @Test
  void sessionHasTheNameAndTheRightsOfTheUser() {
    Session session = begin();
    Visitor visitor = visitor(session.id());
    assertEquals("anna", visitor.name());
    assertEquals(Role.REVIEWER.rights(), visitor.rights());
    assertEquals(Optional.of(session.id()), visitor.session().map(Session::id));
    assertEquals(Optional.of(session.token()), visitor.session().map(Session::token));
  }

  @Test
  void idsAndTokensAreSecretAndNew() {
    Session one = begin();
    Session two = begin();
    for (Session session : new Session[] {one, two}) {
      // 43 characters of base64 are 256 bits
      assertTrue(session.id().matches("[\\w-]{8}\\.\\d+\\.[\\w-]{43}"), session.id());
      assertTrue(session.token().matches("[0-9a-f]{64}"), session.token());
      assertEquals("Session of anna", session.toString());
    }
    assertNotEquals(one.id(), two.id());
    assertNotEquals(one.token(), two.token());
    assertFalse(one.id().endsWith(one.token()));
  }

  @Test
  void wrongPasswordsBeginNoSessionAndAreThrottled() {
    for (int i = 0; i < 3; i++) {
      Logins.Result wrong = logIn("anna", "wrong" + i, HERE);
      assertEquals(new Logins.Result(Logins.Outcome.WRONG, Optional.empty()), wrong);
    }
    assertEquals(
        new Logins.Result(Logins.Outcome.TOO_MANY_FAILURES, Optional.empty()),
        logIn("anna", PASSWORD, HERE));
    assertEquals(Logins.Outcome.RIGHT, logIn("anna", PASSWORD, "192.0.2.2").outcome());
  }

  @Test
  void colonInANameIsPartOfTheName() {
    assertEquals(Logins.Outcome.WRONG, logIn("anna:correct", "horse", HERE).outcome());
  }

  @Test
  void sessionThatIsNotUsedEnds() {
    Session session = begin();
    clock.advance(IDLE.minusSeconds(1));
    assertTrue(visitor(session.id()).known());
    sessions.used(session);
    clock.advance(IDLE.minusSeconds(1));
    assertTrue(visitor(session.id()).known());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Absence.IDLE, absence(session));
  }

  @Test
  void sessionThatIsUsedEndsAfterTheLongestTime() {
    Session session = begin();
    for (int i = 0; i < 39; i++) {
      clock.advance(Duration.ofMinutes(15));
      sessions.used(session);
      assertTrue(visitor(session.id()).known());
    }
    clock.advance(Duration.ofMinutes(15));
    assertEquals(Absence.OLD, absence(session));
    // another log-in forgets it; the cookie still says why
    begin();
    assertEquals(Absence.OLD, absence(session));
  }

  @Test
  void whatIsNoSessionIsNone() {
    for (String id : new String[] {"", "x", "a.b.c", begin().id() + "x"}) {
      assertEquals(Visitor.nobody(Absence.NONE), visitor(id));
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
    assertTrue(visitor(other.id()).known());
  }

  @Test
  void changedPasswordAndRemovedUserEndTheSessions() throws Exception {
    Session session = begin();
    users.put(new Account("anna", Role.VIEWER, ANOTHER_HASH));
    settle(state);
    assertEquals(Absence.ENDED, absence(session));
    session = logIn("anna", "another horse", HERE).session().orElseThrow();
    assertEquals(Set.of(Right.READ_AUDITS), visitor(session.id()).rights());
    users.remove("anna");
    settle(state);
    assertEquals(Absence.ENDED, absence(session));
  }

  @Test
  void aFullNameIsKnownInASessionThatWasBegunBefore() throws Exception {
    Session session = begin();
    assertEquals("", visitor(session.id()).fullName());
    users.name("anna", "Anna Berg");
    settle(state);
    assertEquals("Anna Berg", visitor(session.id()).fullName());
  }

  @Test
  void oneUserHasAFewSessionsAtMost() throws Exception {
    users.put(new Account("berta", Role.VIEWER, HASH));
    settle(state);
    Session other = logIn("berta", PASSWORD, HERE).session().orElseThrow();
    Session one = begin();
    clock.advance(Duration.ofMinutes(1));
    Session two = begin();
    clock.advance(Duration.ofMinutes(1));
    begin();
    sessions.used(one);
    clock.advance(Duration.ofMinutes(1));
    begin();
    assertTrue(visitor(one.id()).known());
    assertEquals(Absence.ENDED, absence(two));
    assertTrue(visitor(other.id()).known());
  }

  @Test
  void newLogInReplacesTheSessionOfTheBrowser() {
    Session before = begin();
    Session other = begin();
    Session after =
        sessions.logIn("anna", PASSWORD, HERE, Optional.of(before)).join().session().orElseThrow();
    assertEquals(Absence.ENDED, absence(before));
    assertTrue(visitor(other.id()).known());
    String link = sessions.links().pathFor("anna").substring("/login/".length());
    assertTrue(sessions.redeem(link, Optional.of(after)).isPresent());
    assertEquals(Absence.ENDED, absence(after));
  }

  /** As a page keeps it. */
  private record Kept(int number, Set<String> words) {}

  private Optional<Kept> kept(Session session) {
    return visitor(session.id()).session().orElseThrow().kept(Kept.class);
  }

  private void keep(Session session, Kept value) {
    visitor(session.id()).session().orElseThrow().keep(value);
  }

  @Test
  void valuesAreKeptForOneSessionUntilItEnds() {
    Session one = begin();
    Session two = begin();
    assertEquals(Optional.empty(), kept(one));
    Kept first = new Kept(1, Set.of("Größe \u0000 😀"));
    Kept second = new Kept(2, Set.of());
    keep(one, first);
    assertEquals(Optional.of(first), kept(one));
    keep(one, second);
    keep(one, second);
    assertEquals(Optional.of(second), kept(one));
    assertEquals(Optional.empty(), kept(two));
    Session late = visitor(one.id()).session().orElseThrow();
    sessions.logOut(one);
    late.keep(first);
    assertEquals(Absence.ENDED, absence(one));
  }

  @Test
  void storeThatDoesNotAnswerEndsNoSession() {
    Session session = begin();
    SessionStore broken =
        (SessionStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("origin")) {
                    return state.sessions().origin();
                  }
                  throw new JournalException("canary", null);
                });
    try (CapturedLog log = new CapturedLog("org.radiologytrust.auth")) {
      BrowserSessions during =
          new BrowserSessions(
              authentication, LIMITS, clock, new Broken(state, broken), TrialReaders.NONE);
      assertEquals(Visitor.nobody(Absence.UNKNOWN), during.visitor(session.id()).join());
      during.used(session);
      assertEquals(2, lines(log, "JournalException"));
      assertEquals(0, lines(log, "canary"));
    }
    assertTrue(visitor(session.id()).known());
  }

  private record Broken(LoginState state, SessionStore sessions) implements LoginState {
    @Override
    public Users users() {
      return state.users();
    }

    @Override
    public FailedLogins failures() {
      return state.failures();
    }

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public void close() {}
  }

  @Test
  void linkLogsInOnceAndWithinTenMinutes() throws Exception {
    String path = sessions.links().pathFor("anna");
    assertTrue(path.matches("/login/[\\w-]{43}"), path);
    String link = path.substring("/login/".length());
    assertEquals(Optional.empty(), redeem(link.replace(link.charAt(0), '-') + "x"));
    assertEquals("anna", redeem(link).orElseThrow().user());
    assertEquals(Optional.empty(), redeem(link));
    String late = sessions.links().pathFor("anna").substring("/login/".length());
    clock.advance(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), redeem(late));
    String nobody = sessions.links().pathFor("nobody").substring("/login/".length());
    assertEquals(Optional.empty(), redeem(nobody));
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
