package org.radiologytrust.auth;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.Visitor;
import org.radiologytrust.session.Visitor.Absence;

/**
 * The sessions of people in their browsers. They exist in memory: a restart ends all. A user who is
 * removed or gets another password loses them at once.
 */
final class BrowserSessions implements Logins {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 32;
  private static final int START_BYTES = 6;

  /** Start of this process, begin of the session in seconds, and what makes the id secret. */
  private static final Pattern ID = Pattern.compile("([\\w-]{8})\\.(\\d{1,12})\\.[\\w-]{43}");

  private final Authentication authentication;
  private final SessionLimits limits;
  private final Clock clock;
  private final OneTimeLinks links;
  private final Map<String, Open> sessions = new ConcurrentHashMap<>();

  /** Differs in each process: tells a session that a restart ended from others. */
  private final String start = random(START_BYTES);

  /**
   * @param hash of the password at log-in
   */
  private record Open(Session session, String hash) {}

  BrowserSessions(Authentication authentication, SessionLimits limits, Clock clock) {
    this.authentication = authentication;
    this.limits = limits;
    this.clock = clock;
    this.links = new OneTimeLinks(clock);
  }

  OneTimeLinks links() {
    return links;
  }

  static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  @Override
  public Limits limits() {
    return new Limits(
        authentication.limits().failures(),
        authentication.limits().window(),
        limits.idle(),
        limits.longest());
  }

  @Override
  public CompletableFuture<Result> logIn(String user, String password, String address) {
    CompletableFuture<Authentication.Outcome> checked;
    try {
      checked = authentication.password(new Credentials.Basic(user, password), address);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(refused(Outcome.TOO_BUSY));
    }
    return checked.thenCompose(
        outcome ->
            switch (outcome.answer()) {
              case RIGHT -> CompletableFuture.completedFuture(begun(outcome.login().name()));
              case WRONG ->
                  CompletableFuture.supplyAsync(
                      () -> refused(Outcome.WRONG),
                      CompletableFuture.delayedExecutor(
                          authentication.limits().delay().toMillis(), TimeUnit.MILLISECONDS));
              case TOO_MANY_FAILURES ->
                  CompletableFuture.completedFuture(refused(Outcome.TOO_MANY_FAILURES));
              case TOO_BUSY -> CompletableFuture.completedFuture(refused(Outcome.TOO_BUSY));
            });
  }

  private static Result refused(Outcome outcome) {
    return new Result(outcome, Optional.empty());
  }

  /** Wrong if the user was removed meanwhile. */
  private Result begun(String user) {
    Optional<Session> session = begin(user);
    return new Result(session.isPresent() ? Outcome.RIGHT : Outcome.WRONG, session);
  }

  @Override
  public Optional<Session> redeem(String link) {
    return links.take(link).flatMap(this::begin);
  }

  private Optional<Session> begin(String user) {
    Instant now = clock.instant();
    return authentication
        .account(user)
        .map(
            account -> {
              String id = start + "." + now.getEpochSecond() + "." + random(ID_BYTES);
              Session session = new Session(id, account.name(), random(ID_BYTES), now);
              makeRoom(account.name(), now);
              sessions.put(id, new Open(session, account.hash()));
              ActionLog.logSession("login", login(account));
              return session;
            });
  }

  private synchronized void makeRoom(String user, Instant now) {
    sessions.values().removeIf(open -> old(open.session().begun(), now));
    List<Session> others =
        sessions.values().stream()
            .map(Open::session)
            .filter(session -> session.user().equals(user))
            .sorted(Comparator.comparing(Session::used).reversed())
            .toList();
    others.stream().skip(limits.ofOneUser() - 1L).forEach(s -> sessions.remove(s.id()));
  }

  private boolean old(Instant begun, Instant now) {
    return !begun.plus(limits.longest()).isAfter(now);
  }

  /**
   * Whose session this is.
   *
   * @param id value of the cookie; empty if there is none
   */
  Visitor visitor(String id) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      return Visitor.nobody(Absence.NONE);
    }
    Instant now = clock.instant();
    Open open = sessions.get(id);
    if (open == null) {
      if (!parts.group(1).equals(start)) {
        return Visitor.nobody(Absence.RESTARTED);
      }
      Instant begun = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
      return Visitor.nobody(old(begun, now) ? Absence.OLD : Absence.ENDED);
    }
    Session session = open.session();
    if (old(session.begun(), now)) {
      return Visitor.nobody(Absence.OLD);
    }
    if (!session.used().plus(limits.idle()).isAfter(now)) {
      return Visitor.nobody(Absence.IDLE);
    }
    return authentication
        .account(session.user())
        .filter(account -> account.hash().equals(open.hash()))
        .map(
            account ->
                new Visitor(
                    account.name(), account.role().rights(), Optional.of(session), Absence.NONE))
        .orElseGet(() -> Visitor.nobody(Absence.ENDED));
  }

  private static Login login(Account account) {
    return new Login(account.name(), Set.of(account.role()));
  }

  @Override
  public void used(Session session) {
    session.use(clock.instant());
  }

  @Override
  public void logOut(Session session) {
    if (sessions.remove(session.id()) != null) {
      authentication
          .account(session.user())
          .ifPresent(account -> ActionLog.logSession("logout", login(account)));
    }
  }
}
